import { z } from "zod";

// Nothing on the wire is formally required, so a field that is not what it should be counts as absent.

/** Opaque; "" and null are alike absent. Never judged by shape. */
export const Id = z.string().regex(/\S/u).max(512).optional().catch(undefined);

/** A name or a few words, cut to what can be shown. */
export const Words = z
  .string()
  .transform((text) => text.trim().slice(0, 512).toWellFormed())
  .pipe(z.string().min(1));

export const Label = Words.optional().catch(undefined);

/** As much text as was sent. */
export const Text = z.string().optional().catch(undefined);

export const Url = z.string().regex(/\S/u).max(2048).optional().catch(undefined);

/** What fits an integer column. */
export const Count = z.int().min(0).max(2_147_483_647).optional().catch(undefined);

export const Amount = z.number().optional().catch(undefined);

/** How many leads a list holds; the leads themselves stay in the stored event. */
export const ListLength = z
  .array(z.unknown())
  .transform((list) => list.length)
  .optional()
  .catch(undefined);
