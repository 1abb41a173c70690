import { type ObjectStore, wordsFor } from "../../ports/object-store";
import { openBucket, type S3StoreOptions } from "./bucket";
import { copyObject } from "./copy-object";
import { deleteObjects } from "./delete-objects";
import { getObject } from "./get-object";
import { listObjects } from "./list-objects";
import { headObject } from "./object-head";
import { presignGet, presignPut } from "./presign";
import { putObject } from "./put-object";
import { guarded } from "./s3-failure";

/**
 * Objects in a private bucket of AWS S3 or a compatible server. The server must honour `If-None-Match: *` and `If-Match` on
 * puts (AWS, R2, MinIO, Ceph do; simple fakes do not): create-once and compare-and-set rest on it.
 * Needs GetObject, PutObject, DeleteObject, AbortMultipartUpload and ListBucket; without the last, S3 says 403 for what is absent.
 */
export function createS3ObjectStore(options: S3StoreOptions): ObjectStore {
  const bucket = openBucket(options);
  return {
    kind: "s3",
    head: (key) => guarded(`look up ${key}`, async () => (await headObject(bucket, key))?.head ?? null),
    get: (key, range) => getObject(bucket, key, range),
    put: (put) => guarded(`store ${put.key}`, () => putObject(bucket, put)),
    list: (listing) => guarded(`list ${listing.prefix}`, () => listObjects(bucket, listing)),
    delete: (keys) => guarded(`delete ${wordsFor(keys)}`, () => deleteObjects(bucket, keys)),
    copy: (copy) => guarded(`copy ${copy.from}`, () => copyObject(bucket, copy)),
    presignGet: (request) => guarded(`sign ${request.key}`, () => presignGet(bucket, request)),
    presignPut: (request) => guarded(`sign ${request.key}`, () => presignPut(bucket, request)),
  };
}
