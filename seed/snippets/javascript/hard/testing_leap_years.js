import assert from "node:assert/strict";
import { describe, it } from "node:test";

const isLeap = (year) =>
  year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const CASES = { 1900: false, 2000: true, 2023: false, 2024: true };

describe("leap years", () => {
  for (const [year, expected] of Object.entries(CASES)) {
    it(`says ${expected} for ${year}`, () => {
      assert.equal(isLeap(Number(year)), expected);
    });
  }
});
