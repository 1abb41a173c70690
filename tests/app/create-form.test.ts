import { describe, expect, it } from "vitest";
import { ApiProblem, Unreachable } from "../../app/(dashboard)/_lib/api";
import { fieldOfPointer, toFormErrors } from "../../app/(dashboard)/_lib/field-errors";
import { SubmissionKeys } from "../../app/(dashboard)/_lib/submission";
import type { Problem } from "../../lib/api/contract/common";

function problem(change: Partial<Problem>): ApiProblem {
  return new ApiProblem({
    type: "about:blank",
    title: "Unprocessable",
    status: 422,
    detail: "The inputs are not valid.",
    code: "invalid-input",
    ...change,
  });
}

const KNOWN = new Set(["InquiryPrompt", "Duration", "maxCostMicros"]);

describe("errors of the create call", () => {
  it("stand at the field that their pointer names", () => {
    const errors = toFormErrors(
      problem({ errors: [{ pointer: "/inputs/Duration", message: "must be a multiple of 10" }] }),
      KNOWN,
    );
    expect(errors).toEqual({ fields: { Duration: "must be a multiple of 10" }, general: null });
  });

  it("are told above the button when the form has no such field", () => {
    const errors = toFormErrors(
      problem({ errors: [{ pointer: "/inputs/UseVideo[9]", message: "no such segment" }] }),
      KNOWN,
    );
    expect(errors.fields).toEqual({});
    expect(errors.general).toBe("UseVideo[9]: no such segment");
  });

  it("fall back to the detail of the problem, and to the failure of the connection", () => {
    expect(
      toFormErrors(problem({ status: 409, code: "ceiling-reached", detail: "Too dear." }), KNOWN).general,
    ).toBe("Too dear.");
    expect(toFormErrors(new Unreachable(), KNOWN).general).toMatch(/does not answer/);
  });

  it("read escaped pointers", () => {
    expect(fieldOfPointer("/inputs/a~1b~0c")).toBe("a/b~c");
    expect(fieldOfPointer("/maxCostMicros")).toBe("maxCostMicros");
    expect(fieldOfPointer("")).toBeNull();
  });
});

describe("the idempotency key of a submission", () => {
  const keys = () => {
    let count = 0;
    return new SubmissionKeys(() => `key-${++count}`);
  };

  it("is repeated by a double click and by a retry after no answer or a server error", () => {
    const submission = keys();
    const first = submission.keyFor("body");
    expect(submission.keyFor("body")).toBe(first);
    submission.settle(new Unreachable());
    expect(submission.keyFor("body")).toBe(first);
    submission.settle(problem({ status: 503, code: "database-unavailable" }));
    expect(submission.keyFor("body")).toBe(first);
  });

  it("is new for another body, after a success and after a refusal", () => {
    const submission = keys();
    const first = submission.keyFor("body");
    const second = submission.keyFor("other body");
    expect(second).not.toBe(first);
    submission.settle(null);
    const third = submission.keyFor("other body");
    expect(third).not.toBe(second);
    submission.settle(problem({}));
    expect(submission.keyFor("other body")).not.toBe(third);
  });
});
