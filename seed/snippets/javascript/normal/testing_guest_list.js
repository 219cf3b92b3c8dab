import assert from "node:assert/strict";
import { test } from "node:test";

test("a guest list keeps every name once", () => {
  const guests = new Set(["Ida", "Noor", "Ida"]);
  assert.equal(guests.size, 2);
  assert.deepEqual([...guests], ["Ida", "Noor"]);
});
