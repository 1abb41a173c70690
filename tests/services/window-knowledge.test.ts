import { expect, it } from "vitest";
import { newWindow } from "../../lib/core/limits/window";
import { applied, WindowKnowledge } from "../../lib/services/runs/slice/window-knowledge";

const AT = new Date(1_800_000_000_000);
const window = { key: "openai", limit: 5, most: 32, lane: "gpt" };

it("what answers have taught is told when a transaction has committed, whole and once, with what came meanwhile later", () => {
  const knowledge = new WindowKnowledge();
  for (let answer = 0; answer < 3; answer++) knowledge.answered(window, undefined, AT);
  knowledge.answered({ ...window, key: "replicate" }, undefined, AT);
  // The first transaction has to be run again: the lesson is the same.
  const first = knowledge.untold("openai");
  expect(first).toMatchObject([{ count: 3 }]);
  expect(knowledge.untold("openai")).toEqual(first);
  knowledge.answered(window, { requests: 60 }, AT);
  knowledge.told(first);
  const rest = knowledge.untold("openai");
  expect(rest).toMatchObject([{ count: 1, shown: { requests: 60 } }]);
  knowledge.told(rest);
  expect(knowledge.untold("openai")).toEqual([]);
  expect(knowledge.untold("replicate")).toMatchObject([{ count: 1 }]);

  const start = { ...newWindow({ slots: 5, mostSlots: 32 }), fullAt: AT.getTime() };
  const state = [...first, ...rest].reduce((before, one) => applied(one, before, AT.getTime()), start);
  expect(state).toMatchObject({ slots: 9, lanes: { gpt: { answered: 4, shown: { requests: 60 } } } });
});
