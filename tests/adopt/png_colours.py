"""Prints the width, the height and the number of different pixels of a PNG file of 8 bits a channel."""
import struct
import sys
import zlib

data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n"
at, packed = 8, b""
while at < len(data):
    length, kind = struct.unpack(">I4s", data[at:at + 8])
    body = data[at + 8:at + 8 + length]
    if kind == b"IHDR":
        width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
    if kind == b"IDAT":
        packed += body
    at += length + 12
size = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
assert depth == 8 and not interlaced
rows, stride = zlib.decompress(packed), width * size
before, seen = bytearray(stride), set()
for y in range(height):
    start = y * (stride + 1)
    kind, line = rows[start], bytearray(rows[start + 1:start + 1 + stride])
    for x in range(stride):
        left, up, corner = (line[x - size], before[x], before[x - size]) if x >= size else (0, before[x], 0)
        if kind == 1:
            line[x] = (line[x] + left) & 255
        elif kind == 2:
            line[x] = (line[x] + up) & 255
        elif kind == 3:
            line[x] = (line[x] + (left + up) // 2) & 255
        elif kind == 4:
            guess = left + up - corner
            line[x] = (line[x] + min((left, up, corner), key=lambda each: abs(guess - each))) & 255
    seen.update(bytes(line[x:x + size]) for x in range(0, stride, size))
    before = line
print(width, height, len(seen))
