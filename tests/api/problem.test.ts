import { describe, expect, it } from "vitest";
import { problemSchema } from "../../lib/api/contract/common";
import { PROBLEMS, problemResponse, toProblem } from "../../lib/api/problem";
import { ERROR_CODES, invalidInput, ReelgraphError } from "../../lib/core/errors";

describe("problem documents", () => {
  it("exist for every code, with a status that fits", () => {
    for (const code of ERROR_CODES) {
      const problem = toProblem(new ReelgraphError({ code, message: "m" }), "/api/v1/x");
      expect(problemSchema.parse(problem)).toEqual(problem);
      expect(problem).toMatchObject({
        code,
        detail: "m",
        instance: "/api/v1/x",
        type: `urn:reelgraph:problem:${code}`,
      });
      expect(problem.status).toBeGreaterThanOrEqual(400);
    }
    expect(Object.keys(PROBLEMS).sort()).toEqual([...ERROR_CODES].sort());
  });

  it("carry extras, which never stand in for the members the RFC names", () => {
    const details = { run: { id: "run_1" }, status: 200, code: "internal", detail: "else", type: "x" };
    const problem = toProblem(new ReelgraphError({ code: "run-active", message: "busy", details }), "/");
    expect(problem).toMatchObject({
      run: { id: "run_1" },
      status: 409,
      code: "run-active",
      detail: "busy",
      type: "urn:reelgraph:problem:run-active",
    });
  });

  it("never show the cause or a stack", async () => {
    const error = new ReelgraphError({ code: "internal", message: "m", cause: new Error("select secret") });
    const body = await problemResponse(error, "/").text();
    expect(body).not.toMatch(/secret|stack|\.ts:/);
  });

  it("are answered with the type, the status and the headers that go with them", async () => {
    const response = problemResponse(invalidInput("/inputs/Duration", "no"), "/");
    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toMatchObject({ errors: [{ pointer: "/inputs/Duration", message: "no" }] });
    const limited = new ReelgraphError({ code: "rate-limited", message: "m", retryAfterSeconds: 7 });
    expect(problemResponse(limited, "/").headers.get("retry-after")).toBe("7");
    const unauthorized = new ReelgraphError({ code: "unauthorized", message: "m" });
    expect(problemResponse(unauthorized, "/").headers.get("www-authenticate")).toBe("Bearer");
  });
});
