// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;

/// How a tensor's numbers are stored; the names are those of safetensors.
enum ElementType {
  BOOL(1),
  U8(1),
  I8(1),
  F8_E5M2(1),
  F8_E4M3(1),
  F8_E8M0(1),
  I16(2),
  U16(2),
  F16(2),
  BF16(2),
  I32(4),
  U32(4),
  F32(4),
  C64(8),
  F64(8),
  I64(8),
  U64(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /// Whether every value is a 32-bit float, so that reading loses nothing.
  boolean readable() {
    return this == F32 || this == F16 || this == BF16;
  }

  static Optional<ElementType> named(String name) {
    for (var type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /// Turns the first numbers in `source`, which is little-endian and at position 0, into floats.
  void decode(ByteBuffer source, float[] target, int count) {
    switch (this) {
      case F32 -> source.asFloatBuffer().get(target, 0, count);
      case F16 -> {
        for (var i = 0; i < count; i++) {
          target[i] = Float.float16ToFloat(source.getShort(i * Short.BYTES));
        }
      }
      case BF16 -> {
        for (var i = 0; i < count; i++) {
          target[i] = Float.intBitsToFloat(source.getShort(i * Short.BYTES) << 16);
        }
      }
      case BOOL, U8, I8, F8_E5M2, F8_E4M3, F8_E8M0, I16, U16, I32, U32, C64, F64, I64, U64 ->
          throw new IllegalArgumentException(this + " is not read as float");
    }
  }
}
