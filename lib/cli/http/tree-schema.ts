import { z } from "zod";

/** `GET /videos/{id}/tree`: every file of a revision under its friendly name. */
export const treeSchema = z.object({
  revision: z.number().int(),
  files: z.array(
    z.object({
      /** e.g. `assets/images/seg0/img0.png` */
      path: z.string(),
      key: z.string(),
      bytes: z.number().int().nonnegative(),
      /** Null for what is still written to, such as `metadata.json`. */
      sha256: z.string().nullable(),
      url: z.string(),
    }),
  ),
});

export type TreeFile = z.infer<typeof treeSchema>["files"][number];
