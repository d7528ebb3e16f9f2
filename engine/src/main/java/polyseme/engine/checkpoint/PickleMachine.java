// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polyseme.engine.checkpoint.PickleValue.Flag;
import polyseme.engine.checkpoint.PickleValue.Name;
import polyseme.engine.checkpoint.PickleValue.None;
import polyseme.engine.checkpoint.PickleValue.Real;
import polyseme.engine.checkpoint.PickleValue.Sequence;
import polyseme.engine.checkpoint.PickleValue.Table;
import polyseme.engine.checkpoint.PickleValue.Text;
import polyseme.engine.checkpoint.PickleValue.Tuple;
import polyseme.engine.checkpoint.PickleValue.Whole;
import polyseme.engine.task.CheckpointException;

/// Reads the few kinds of pickle that hold weights. A pickle is a program; this machine knows the
/// instructions that build containers, text and numbers, and calls only what [PickleRebuild] knows.
/// No class is looked up, no code of the file is run, and lengths, steps and depth are limited.
final class PickleMachine {

  private static final int MOST_STEPS = 2_000_000;
  private static final int MOST_ON_STACK = 1_000_000;

  private final Path file;
  private final ByteBuffer code;
  private final PickleRebuild rebuild;
  private final ArrayList<PickleValue> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();

  private PickleMachine(Path file, ByteBuffer code) {
    this.file = file;
    this.code = code;
    this.rebuild = new PickleRebuild(file);
  }

  static PickleValue read(Path file, ByteBuffer pickle) throws CheckpointException {
    var machine = new PickleMachine(file, pickle.slice().order(ByteOrder.LITTLE_ENDIAN));
    try {
      return machine.run();
    } catch (BufferUnderflowException _) {
      throw machine.damaged("it ends in the middle of an instruction");
    }
  }

  private PickleValue run() throws CheckpointException {
    for (var steps = 0; steps < MOST_STEPS; steps++) {
      var operation = code.get();
      if (operation == '.') {
        var result = pop();
        if (!stack.isEmpty() || !marks.isEmpty() || code.hasRemaining()) {
          throw damaged("something is left over at its end");
        }
        return result;
      }
      step(Byte.toUnsignedInt(operation));
      if (stack.size() > MOST_ON_STACK) {
        throw damaged("it is nested too deeply");
      }
    }
    throw damaged("it has more than %d instructions".formatted(MOST_STEPS));
  }

  private void step(int operation) throws CheckpointException {
    switch (operation) {
      case 0x80 -> protocol(Byte.toUnsignedInt(code.get()));
      case 0x95 -> code.getLong(); // frame: its length says nothing that is needed
      case '(' -> marks.push(stack.size());
      case 't' -> push(new Tuple(popMarked()));
      case ')' -> push(new Tuple(List.of()));
      case 0x85 -> push(new Tuple(popLast(1)));
      case 0x86 -> push(new Tuple(popLast(2)));
      case 0x87 -> push(new Tuple(popLast(3)));
      case ']' -> push(new Sequence(new ArrayList<>()));
      case 'a' -> append(popLast(1));
      case 'e' -> append(popMarked());
      case '}' -> push(new Table(new LinkedHashMap<>()));
      case 's' -> setItems(popLast(2));
      case 'u' -> setItems(popMarked());
      case '0' -> pop();
      case 'q' -> memo.put(Byte.toUnsignedInt(code.get()), peek());
      case 'r' -> memo.put(code.getInt(), peek());
      case 0x94 -> memo.put(memo.size(), peek());
      case 'h' -> push(remembered(Byte.toUnsignedInt(code.get())));
      case 'j' -> push(remembered(code.getInt()));
      case 'c' -> push(name(line(), line()));
      case 0x93 -> nameFromStack();
      case 'Q' -> push(rebuild.storage(pop()));
      case 'R' -> reduce();
      case 'b' -> dropState();
      default -> push(constant(operation));
    }
  }

  private PickleValue constant(int operation) throws CheckpointException {
    return switch (operation) {
      case 'N' -> new None();
      case 0x88 -> new Flag(true);
      case 0x89 -> new Flag(false);
      case 'K' -> new Whole(Byte.toUnsignedLong(code.get()));
      case 'M' -> new Whole(Short.toUnsignedLong(code.getShort()));
      case 'J' -> new Whole(code.getInt());
      case 0x8a -> longNumber(Byte.toUnsignedInt(code.get()));
      case 'G' -> new Real(Double.longBitsToDouble(Long.reverseBytes(code.getLong())));
      case 0x8c -> new Text(text(Byte.toUnsignedInt(code.get())));
      case 'X' -> new Text(text(code.getInt()));
      default ->
          throw damaged(
              "instruction 0x%02x at byte %d is not used by files of weights"
                  .formatted(operation, code.position() - 1));
    };
  }

  private void protocol(int version) throws CheckpointException {
    if (version < 2 || version > 5) {
      throw damaged("pickle protocol %d is not known".formatted(version));
    }
  }

  private PickleValue longNumber(int length) throws CheckpointException {
    if (length > Long.BYTES) {
      throw damaged("it holds a number of more than 64 bits");
    }
    var value = 0L;
    var last = 0L;
    for (var i = 0; i < length; i++) {
      last = code.get();
      value |= (last & 0xff) << (8 * i);
    }
    var negative = last < 0 && length < Long.BYTES;
    return new Whole(negative ? value | (-1L << (8 * length)) : value);
  }

  private String text(int length) throws CheckpointException {
    if (length < 0 || length > code.remaining()) {
      throw damaged("it announces text of %s bytes".formatted(Integer.toUnsignedString(length)));
    }
    var bytes = code.slice(code.position(), length);
    code.position(code.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      throw damaged("it holds text that is not UTF-8");
    }
  }

  private String line() throws CheckpointException {
    var start = code.position();
    while (code.get() != '\n') {
      // up to the end of the line
    }
    var length = code.position() - start - 1;
    code.position(start);
    var line = text(length);
    code.get();
    return line;
  }

  private Name name(String module, String member) throws CheckpointException {
    var known = PickleName.of(module, member);
    if (known.isEmpty()) {
      throw new CheckpointException(
          "%s asks for %s.%s, which weights do not need; nothing was run."
              .formatted(file, Failures.shown(module), Failures.shown(member)),
          "Do not open this file with other programs if you do not trust it; ask for a plain state"
              + " dict or safetensors.");
    }
    return new Name(known.get());
  }

  private void nameFromStack() throws CheckpointException {
    var parts = popLast(2);
    if (parts.getFirst() instanceof Text(var module)
        && parts.getLast() instanceof Text(var member)) {
      push(name(module, member));
    } else {
      throw damaged("a name in it is not text");
    }
  }

  private void reduce() throws CheckpointException {
    var parts = popLast(2);
    if (parts.getFirst() instanceof Name(var name) && parts.getLast() instanceof Tuple arguments) {
      push(rebuild.call(name, arguments.items()));
    } else {
      throw damaged("it calls something that is no function");
    }
  }

  /// A state dict carries the versions of its modules as attributes; no weight depends on them.
  private void dropState() throws CheckpointException {
    pop();
    if (!(peek() instanceof Table)) {
      throw damaged("it sets attributes of something that is no dictionary");
    }
  }

  private void append(List<PickleValue> items) throws CheckpointException {
    if (!(peek() instanceof Sequence(var list))) {
      throw damaged("it appends to something that is no list");
    }
    list.addAll(items);
  }

  private void setItems(List<PickleValue> items) throws CheckpointException {
    if (!(peek() instanceof Table(var entries)) || items.size() % 2 != 0) {
      throw damaged("it puts entries into something that is no dictionary");
    }
    for (var i = 0; i < items.size(); i += 2) {
      if (items.get(i) instanceof Text(var key) && entries.put(key, items.get(i + 1)) != null) {
        throw damaged("%s is there twice".formatted(Failures.shown(key)));
      }
    }
  }

  private PickleValue remembered(int place) throws CheckpointException {
    var value = memo.get(place);
    if (value == null) {
      throw damaged("it refers to something that was not there before");
    }
    return value;
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  /// What lies on top of the stack since the last mark.
  private PickleValue peek() throws CheckpointException {
    if (stack.size() <= floor()) {
      throw damaged("it takes more than there is");
    }
    return stack.getLast();
  }

  private PickleValue pop() throws CheckpointException {
    var value = peek();
    stack.removeLast();
    return value;
  }

  private List<PickleValue> popLast(int count) throws CheckpointException {
    if (stack.size() - count < floor()) {
      throw damaged("it takes more than there is");
    }
    return cut(stack.size() - count);
  }

  private List<PickleValue> popMarked() throws CheckpointException {
    if (marks.isEmpty()) {
      throw damaged("it takes more than there is");
    }
    return cut(marks.pop());
  }

  private List<PickleValue> cut(int from) {
    var tail = stack.subList(from, stack.size());
    var items = List.copyOf(tail);
    tail.clear();
    return items;
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.peek();
  }

  private CheckpointException damaged(String what) {
    return Failures.damaged(file, "in its list of tensors, " + what);
  }
}
