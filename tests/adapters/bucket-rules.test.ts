import { readFile } from "node:fs/promises";
import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  type PutBucketLifecycleConfigurationCommandInput,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, describe, expect, it } from "vitest";
import { createS3ObjectStore } from "../../lib/adapters/s3/object-store";
import { objectKey } from "../../lib/ports/object-store";
import { type Radosgw, startRadosgw } from "../rigs/radosgw";

const read = async (name: string, bucket: string) =>
  (await readFile(`docs/deploy/aws/${name}`, "utf8")).replaceAll("BUCKET", bucket);

const started = await startRadosgw();
if ("unavailable" in started) {
  console.warn(`Tests of the bucket's rules are skipped. ${started.unavailable}`);
  it.skip(`bucket rules: ${started.unavailable}`, () => undefined);
} else {
  describeRules(started);
}

function describeRules({ endpoint, stop, ...credentials }: Radosgw): void {
  const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  afterAll(stop);

  async function aBucket(name: string) {
    await client.send(new CreateBucketCommand({ Bucket: name }));
    return createS3ObjectStore({ bucket: name, endpoint, credentials });
  }

  describe("the rules for a bucket", () => {
    it("that say how long things live are taken by a server, and act on trash and old versions only", async () => {
      await aBucket("lived-in");
      type Lifecycle = NonNullable<PutBucketLifecycleConfigurationCommandInput["LifecycleConfiguration"]>;
      const wanted = JSON.parse(await read("lifecycle.json", "lived-in")) as Lifecycle;
      await client.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket: "lived-in", LifecycleConfiguration: wanted }),
      );
      const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: "lived-in" }));
      expect(Rules?.map(({ ID }) => ID).sort()).toEqual(wanted.Rules?.map(({ ID }) => ID).sort());
      for (const { Filter, Expiration, Transitions } of Rules ?? []) {
        expect(Transitions ?? []).toEqual([]);
        if (Expiration?.Days !== undefined) expect(Filter?.Prefix).toBe("trash/");
      }
    });

    it("keep every version of what is written over or deleted", async () => {
      const store = await aBucket("versioned");
      const VersioningConfiguration = { Status: "Enabled" as const };
      await client.send(new PutBucketVersioningCommand({ Bucket: "versioned", VersioningConfiguration }));
      const key = objectKey("videos/a/metadata.json");
      const put = (text: string) =>
        store.put({ key, body: Buffer.from(text), mediaType: "text/plain", condition: { kind: "any" } });
      await put("one");
      await put("two");
      await store.delete([key]);
      expect(await store.head(key)).toBeNull();
      const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket: "versioned" }));
      expect(Versions).toHaveLength(2);
      // What was deleted may be made again.
      const again = await store.put({
        ...{ key, body: Buffer.from("three"), mediaType: "text/plain" },
        condition: { kind: "create" },
      });
      expect(again.outcome).toBe("stored");
    });

    it("that keep out whoever comes without TLS are a policy that a server takes, for all of the bucket", async () => {
      await aBucket("over-tls");
      const Policy = await read("bucket-policy.json", "over-tls");
      await client.send(new PutBucketPolicyCommand({ Bucket: "over-tls", Policy }));
      const kept = await client.send(new GetBucketPolicyCommand({ Bucket: "over-tls" }));
      expect(JSON.parse(kept.Policy ?? "")).toEqual(JSON.parse(Policy));
      expect(kept.Policy).toContain("arn:aws:s3:::over-tls/*");
    });
  });
}
