import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as testing from "../src/index.ts";
import * as msw from "../src/msw.ts";
import * as node from "../src/node/index.ts";

test("the names that each entry exports", () => {
  expect(Object.keys(testing)).toEqual(["createStandInCluster"]);
  expect(Object.keys(msw)).toEqual(["standInHandlers"]);
  expect(Object.keys(node)).toEqual(["serveStandIn"]);
});

test("only msw.ts needs msw, and only src/node needs Node", () => {
  const src = new URL("../src/", import.meta.url);
  const files = readdirSync(src).filter((file) => file.endsWith(".ts"));
  const using = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(new URL(file, src), "utf8")));
  expect(using(/from "msw"/u)).toEqual(["msw.ts"]);
  expect(using(/"node:|\bBuffer\b|\bprocess\./u)).toEqual([]);
});
