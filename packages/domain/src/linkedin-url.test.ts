import { describe, expect, it } from "vitest";
import { linkedinKey, personKey } from "./linkedin-url.ts";

const robin = "in:robin-example-4b71a2";
const encodedId = "ACoAAB1cD_e-F2gHiJkLmNoPqRsTuVwXyZ01234";

describe("linkedinKey", () => {
  it.each([
    "https://www.linkedin.com/in/robin-example-4b71a2",
    "https://www.linkedin.com/in/robin-example-4b71a2/",
    "http://linkedin.com/in/robin-example-4b71a2",
    "https://de.linkedin.com/in/robin-example-4b71a2/de",
    "https://m.linkedin.com/in/robin-example-4b71a2//",
    "HTTPS://WWW.LINKEDIN.COM/IN/Robin-Example-4B71A2",
    "//www.linkedin.com/in/robin-example-4b71a2",
    "www.linkedin.com/in/robin-example-4b71a2",
    "https://www.linkedin.com:443/in/robin-example-4b71a2",
    "  https://www.linkedin.com/in/robin-example-4b71a2?utm_source=x%  ",
    "https://www.linkedin.com/in/robin-example-4b71a2/?trk=a#about",
    "https://www.linkedin.com/in/robin-example-4b71a2/details/experience/",
    "in/robin-example-4b71a2",
    "/in/robin-example-4b71a2",
    `in/robin-example-4b71a2?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3A${encodedId}`,
    "https://www.linkedin.com/in/robin%2Dexample%2D4b71a2",
    "https://www.linkedin.com/in/robin-example-4b71a2%20",
    "https://www.linkedin.com/in/robin%25252Dexample%25252D4b71a2",
    "https%3A%2F%2Fwww.linkedin.com%2Fin%2Frobin-example-4b71a2%3Ftrk%3Da",
  ])("gives one key for %s", (url) => {
    expect(linkedinKey(url)).toBe(robin);
  });

  it.each([
    `https://www.linkedin.com/in/${encodedId}`,
    `https://www.linkedin.com/in/${encodedId}/`,
    `in/${encodedId}?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3A${encodedId}`,
    `https://www.linkedin.com/sales/lead/${encodedId},NAME_SEARCH,x1y2`,
    `https://www.linkedin.com/sales/lead/${encodedId}%2CNAME_SEARCH%2Cx1y2?_ntb=z`,
    `https://www.linkedin.com/sales/people/${encodedId}`,
  ])("keeps the case of the encoded id in %s", (url) => {
    expect(linkedinKey(url)).toBe(`id:${encodedId}`);
  });

  it("keeps encoded ids apart that differ in case alone, and apart from vanity names", () => {
    const keys = ["ACoAAAbc1", "ACoAAABc1", "ACwAAAbc1", "acoaaabc1"].map((id) => linkedinKey(`in/${id}`));
    expect(keys).toEqual(["id:ACoAAAbc1", "id:ACoAAABc1", "id:ACwAAAbc1", "in:acoaaabc1"]);
  });

  it("gives composed and decomposed, encoded and plain unicode names one key", () => {
    const spellings = [
      "in/Jos\u00e9-M\u00fcller",
      "in/jose\u0301-mu\u0308ller",
      "in/jos%C3%A9-m%C3%BCller",
      "in/jose%25CC%2581-m%C3%BCller",
    ];
    expect(new Set(spellings.map(linkedinKey))).toEqual(new Set(["in:josé-müller"]));
  });

  it.each([
    "",
    "robin-example-4b71a2",
    "https://www.linkedin.com",
    "https://www.linkedin.com/in/",
    "https://www.linkedin.com/company/example-freight",
    "https://www.linkedin.com/sales/search/people",
    "https://www.linkedin.com/sales/lead/",
    "https://example.com/in/robin-example-4b71a2",
    "https://www.linkedin.com.example.com/in/robin-example-4b71a2",
    "https://notlinkedin.com/in/robin-example-4b71a2",
    "https:///in/robin-example-4b71a2",
    "in/two words",
    "in/%00",
  ])("gives none for %j", (url) => {
    expect(linkedinKey(url)).toBeUndefined();
  });

  it("gives none for what is too long to be a profile", () => {
    expect(linkedinKey(`in/${"a".repeat(257)}`)).toBeUndefined();
    expect(linkedinKey(`in/${"%25".repeat(5000)}`)).toBeUndefined();
  });

  it("leaves percent signs alone that encode nothing", () => {
    expect(linkedinKey("in/robin%zz%ff")).toBe("in:robin%zz%ff");
  });
});

describe("personKey", () => {
  it("prefers the profile, then the lead within its workspace", () => {
    expect(personKey({ linkedinUrl: "in/robin-example-4b71a2", leadId: "l1", workspaceId: "ws" })).toBe(robin);
    expect(personKey({ linkedinUrl: "https://example.com", leadId: "l1", workspaceId: "ws" })).toBe("lead:ws:l1");
    expect(personKey({ leadId: "l1" })).toBe("lead::l1");
    expect(personKey({ linkedinUrl: "https://example.com", workspaceId: "ws" })).toBeUndefined();
    expect(personKey({})).toBeUndefined();
  });
});
