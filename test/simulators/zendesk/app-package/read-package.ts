import { unzipSync } from 'fflate';

export interface PackageFile {
  path: string;
  bytes: Uint8Array;
  isSymlink: boolean;
}

interface ZipEntry {
  path: string;
  unixMode: number;
  size: number;
}

/** "Private app zip: max 2 MB". */
export const MOST_PACKAGE_BYTES = 2 * 1024 * 1024;

/** Unpacked, so that a zip bomb ends here. */
const MOST_UNPACKED_BYTES = 50 * 1024 * 1024;

const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;

/** The files of a zip, folders left out; throws when it is none. */
export function readPackage(zip: Uint8Array): PackageFile[] {
  const entries = readCentralDirectory(zip);
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > MOST_UNPACKED_BYTES) throw new Error(`unpacks to ${unpacked} bytes`);
  const contents = unzipSync(zip);
  return entries
    .filter(({ path }) => !path.endsWith('/'))
    .map(({ path, unixMode }) => ({
      path,
      bytes: contents[path] ?? new Uint8Array(),
      isSymlink: (unixMode & FILE_TYPE) === SYMLINK,
    }));
}

/**
 * The zip's table of contents (APPNOTE 4.3.12, 4.3.16): the only place that tells a symlink,
 * by the Unix mode in the upper half of "external file attributes".
 */
function readCentralDirectory(zip: Uint8Array): ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error('has a broken table of contents');
    const nameLength = view.getUint16(at + 28, true);
    const name = zip.subarray(at + 46, at + 46 + nameLength);
    entries.push({
      path: new TextDecoder().decode(name),
      unixMode: view.getUint32(at + 38, true) >>> 16,
      size: view.getUint32(at + 24, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0; at -= 1)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  throw new Error('is not a zip');
}
