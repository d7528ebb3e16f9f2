// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Python names that a file of weights may mention. They are only compared, never looked up.
enum PickleName {
  ORDERED_DICT("collections", "OrderedDict", null),
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2", null),
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter", null),
  FLOAT("torch", "FloatStorage", ElementType.F32),
  HALF("torch", "HalfStorage", ElementType.F16),
  BFLOAT16("torch", "BFloat16Storage", ElementType.BF16),
  DOUBLE("torch", "DoubleStorage", ElementType.F64),
  LONG("torch", "LongStorage", ElementType.I64),
  INT("torch", "IntStorage", ElementType.I32),
  SHORT("torch", "ShortStorage", ElementType.I16),
  CHAR("torch", "CharStorage", ElementType.I8),
  BYTE("torch", "ByteStorage", ElementType.U8),
  BOOL("torch", "BoolStorage", ElementType.BOOL);

  private final String module;
  private final String member;
  private final @Nullable ElementType storage;

  PickleName(String module, String member, @Nullable ElementType storage) {
    this.module = module;
    this.member = member;
    this.storage = storage;
  }

  /// What a storage of this name holds, if it is one.
  Optional<ElementType> storage() {
    return Optional.ofNullable(storage);
  }

  static Optional<PickleName> of(String module, String member) {
    for (var name : values()) {
      if (name.module.equals(module) && name.member.equals(member)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
