import { inflateRawSync } from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50

/**
 * One file out of a ZIP archive, by the end of its name. A wheel is a ZIP archive, and neither unzip nor Python need be
 * on a machine that has pip's output. Written after PKWARE's APPNOTE 4.3; ZIP64 and encryption are not read.
 * @param {Buffer} archive @param {string} nameEnd @returns {Buffer}
 */
export const readZipEntry = (archive, nameEnd) => {
  let end = archive.length - 22
  while (end >= 0 && archive.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1
  if (end < 0) throw new Error('not a ZIP archive: it has no directory')
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new Error('damaged ZIP archive: an entry is missing')
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      archive.readUInt16LE(at + field),
    )
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    if (name.endsWith(nameEnd)) return contentOf(archive, at)
    at += 46 + nameLength + extraLength + commentLength
  }
  throw new Error(`the ZIP archive has no ${nameEnd}`)
}

const contentOf = (archive, at) => {
  const method = archive.readUInt16LE(at + 10)
  const packed = archive.readUInt32LE(at + 20)
  const local = archive.readUInt32LE(at + 42)
  const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const bytes = archive.subarray(begin, begin + packed)
  if (method === 0) return bytes
  if (method === 8) return inflateRawSync(bytes)
  throw new Error(`the ZIP archive uses compression method ${method}, which is not known here`)
}
