import assert from "node:assert/strict";
import { benjaminiHochberg, holm } from "./many_tests.ts";
import { near } from "./testing/near.ts";

const PS = [.001, .008, .039, .041, .042, .06, .074, .205, .212, .216];

Deno.test("Holm's and Benjamini and Hochberg's values of methods.md A3", () => {
  [.01, .04, .084, .084, .084, .1, .105714286, .216, .216, .216]
    .forEach((wanted, at) => near(benjaminiHochberg(PS)[at], wanted, 5e-10));
  [.01, .072, .312, .312, .312, .312, .312, .615, .615, .615]
    .forEach((wanted, at) => near(holm(PS)[at], wanted, 5e-10));
});

Deno.test("each keeps its place, whatever the order, and none is above one", () => {
  assert.deepEqual(holm([0.5, 0.01, 0.9]), [1, 0.03, 1]);
  assert.deepEqual(benjaminiHochberg([0.9, 0.01]), [0.9, 0.02]);
  assert.deepEqual(holm([]), []);
});

Deno.test("what was searched counts, not what is told of", () => {
  near(benjaminiHochberg([0.01], 20)[0], 0.2, 1e-15);
});
