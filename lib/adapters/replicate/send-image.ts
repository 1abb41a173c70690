import { z } from "zod";
import { LostAnswer, type ReplicateClient } from "./client";

/** Larger pictures are uploaded: Replicate takes a megabyte in place. */
const MOST_IN_PLACE = 1_000_000;

const fileSchema = z.object({ urls: z.object({ get: z.string() }) });

/** A picture as a prediction's input takes it: in place as a data URI, or uploaded before, which costs nothing and is kept for a day. */
export async function sendImage(options: {
  client: ReplicateClient;
  image: { bytes: Uint8Array; mediaType: string; checksum: string };
  signal: AbortSignal;
}): Promise<string> {
  const { client, image, signal } = options;
  const { bytes, mediaType, checksum } = image;
  if (bytes.length <= MOST_IN_PLACE) return dataUri(image);
  const form = new FormData();
  const name = `start-${checksum.slice(-12)}`;
  form.append("content", new Blob([new Uint8Array(bytes)], { type: mediaType }), name);
  form.append("filename", name);
  form.append("type", mediaType);
  const answered: unknown = await client.ask(async (sdk) => {
    const response = await sdk.request("/files", { method: "POST", data: form, signal });
    return await response.json();
  });
  const file = fileSchema.safeParse(answered);
  if (file.success) return file.data.urls.get;
  throw new LostAnswer("Replicate took a file and did not say where it is.");
}

/** The same bytes are the same text. */
export function dataUri({ bytes, mediaType }: { bytes: Uint8Array; mediaType: string }): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`;
}
