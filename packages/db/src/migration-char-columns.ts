import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import type pg from "pg";

const oneByteChar = 18;
const text = 25;

/**
 * Makes the catalogue's columns of type "char" (one byte) readable: the adapter does not know the type and refuses the
 * whole answer, the schema engine asks for them. They pass the adapter as text and get their own type back behind it.
 */
export function readableCharColumns(pool: pg.Pool): (adapter: SqlDriverAdapter) => SqlDriverAdapter {
  const charColumnsOf = new WeakMap<object, number[]>();

  const queryPool = pool.query.bind(pool);
  const query = async (config: pg.QueryArrayConfig): Promise<pg.QueryArrayResult> => {
    const answer = await queryPool(config);
    const charFields = (answer.fields ?? []).filter((field) => field.dataTypeID === oneByteChar);
    if (charFields.length > 0)
      charColumnsOf.set(
        answer.rows,
        charFields.map((field) => answer.fields.indexOf(field)),
      );
    for (const field of charFields) field.dataTypeID = text;
    return answer;
  };
  Object.assign(pool, { query });

  return (adapter) => {
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (asked) => {
      const answer = await queryRaw(asked);
      for (const column of charColumnsOf.get(answer.rows) ?? []) answer.columnTypes[column] = ColumnTypeEnum.Character;
      return answer;
    };
    return adapter;
  };
}
