import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, it } from "vitest";
import { createS3ObjectStore } from "../../lib/adapters/s3/object-store";
import { describeObjectStore } from "../conformance/object-store";
import { startRadosgw } from "../rigs/radosgw";

const radosgw = await startRadosgw();

if ("unavailable" in radosgw) {
  console.warn(`S3 tests are skipped. ${radosgw.unavailable}`);
  it.skip(`S3: ${radosgw.unavailable}`, () => undefined);
} else {
  const { endpoint, stop, ...credentials } = radosgw;
  const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  beforeAll(async () => {
    await client.send(new CreateBucketCommand({ Bucket: "videos" }));
  });
  afterAll(stop);

  describeObjectStore("s3", async () => ({
    store: createS3ObjectStore({ bucket: "videos", endpoint, credentials, prefix: "some folder/ü" }),
    cleanup: async () => undefined,
  }));
}
