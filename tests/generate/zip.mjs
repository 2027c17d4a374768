// Zip archives, as far as tests need them: deflated members with checksums.

import { crc32, deflateRawSync } from "node:zlib";

const fields = (...values) =>
  Buffer.concat(
    values.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );

/** An archive of the files, bytes by path, in their order. */
export function zip(files) {
  const members = [];
  const directory = [];
  let offset = 0;
  for (const [path, bytes] of Object.entries(files)) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(bytes, { level: 1 });
    // Version, flags, deflate, time and date, checksum and sizes, lengths of name and extra field.
    const about = fields([2, 20], [2, 0x0800], [2, 8], [2, 0], [2, 0x21], [4, crc32(bytes)], [4, packed.length], [4, bytes.length], [2, name.length], [2, 0]);
    const member = Buffer.concat([fields([4, 0x04034b50]), about, name, packed]);
    // Behind that: comment, disk, two kinds of attributes, and where the member begins.
    directory.push(fields([4, 0x02014b50], [2, 20]), about, fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    members.push(member);
    offset += member.length;
  }
  const entries = Buffer.concat(directory);
  const count = members.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, entries.length], [4, offset], [2, 0]);
  return Buffer.concat([...members, entries, end]);
}
