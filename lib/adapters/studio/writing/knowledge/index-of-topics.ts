import { EARTH } from "./earth";
import { LIFE } from "./life";
import { SKY } from "./sky";
import { SOCIETY } from "./society";
import { TECHNOLOGY } from "./technology";
import type { Topic } from "./topic";

/** Everything the offline writer knows. Where two topics match equally, the earlier one wins. */
export const TOPICS: readonly Topic[] = [...EARTH, ...SKY, ...LIFE, ...TECHNOLOGY, ...SOCIETY];
