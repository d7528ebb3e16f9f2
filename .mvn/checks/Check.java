// SPDX-License-Identifier: GPL-3.0-or-later

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/// Checks what no compiler does: that sources are formatted and that nothing in them is too long.
///
/// Usage: `java Check.java check|fix|lengths FOLDER`. Run by the build, which puts the formatter on
/// the class path; `lengths` does without it.
final class Check {

  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 40;
  private static final int PARAMETERS = 6;
  private static final int COMPONENTS = 12;

  private final Path root;
  private final List<String> faults = new ArrayList<>();

  private Check(Path root) {
    this.root = root;
  }

  public static void main(String[] args) throws IOException {
    var check = new Check(Path.of(args[1]).toAbsolutePath().normalize());
    var files = check.sources();
    if (!args[0].equals("lengths") && !files.isEmpty()) {
      check.format(files, args[0].equals("fix"));
    }
    if (!files.isEmpty()) {
      check.measure(files);
    }
    check.faults.stream().sorted().forEach(System.err::println);
    System.exit(check.faults.isEmpty() ? 0 : 1);
  }

  private List<Path> sources() throws IOException {
    var files = new ArrayList<Path>();
    addSources(root.resolve(".mvn/checks"), files);
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.sorted().toList()) {
        addSources(module.resolve("src"), files);
      }
    }
    return files;
  }

  private static void addSources(Path folder, List<Path> files) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        tree.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
      }
    }
  }

  private void format(List<Path> files, boolean fix) {
    var arguments = new ArrayList<String>();
    arguments.add(fix ? "--replace" : "--dry-run");
    files.forEach(file -> arguments.add(file.toString()));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        ToolProvider.findFirst("google-java-format")
            .orElseThrow()
            .run(new PrintStream(out), new PrintStream(err), arguments.toArray(String[]::new));
    err.toString().lines().forEach(faults::add);
    if (status != 0 && faults.isEmpty()) {
      faults.add("the formatter failed without a word");
    }
    if (!fix) {
      out.toString()
          .lines()
          .forEach(f -> fault(Path.of(f), "not formatted; `mvn -q -Pformat` does it"));
    }
  }

  private void measure(List<Path> files) throws IOException {
    var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      // the compiler says what does not parse, better than this could
      var task =
          (JavacTask) compiler.getTask(null, manager, _ -> {}, List.of("-proc:none"), null, units);
      for (CompilationUnitTree unit : task.parse()) {
        new Lengths(unit, Trees.instance(task).getSourcePositions()).scan(unit, null);
      }
    }
    for (Path file : files) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE_LINES) {
        fault(file, "%d lines, at most %d".formatted(lines, FILE_LINES));
      }
    }
  }

  private void fault(Path file, String what) {
    faults.add(name(file) + ": " + what);
  }

  private String name(Path file) {
    return root.relativize(file.toAbsolutePath().normalize()).toString();
  }

  private final class Lengths extends TreeScanner<Void, Void> {

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private boolean inRecord;

    Lengths(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      boolean outer = inRecord;
      inRecord = type.getKind() == Tree.Kind.RECORD;
      if (inRecord) {
        long components = type.getMembers().stream().filter(this::isComponent).count();
        limit(type, type.getSimpleName() + " has %d components", components, COMPONENTS);
      }
      super.visitClass(type, nothing);
      inRecord = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      // a record's constructor repeats its components
      boolean constructor = method.getName().contentEquals("<init>");
      int most = inRecord && constructor ? COMPONENTS : PARAMETERS;
      String name = constructor ? "the constructor" : method.getName().toString();
      limit(method, name + " has %d parameters", method.getParameters().size(), most);
      if (method.getBody() != null) {
        limit(method, name + " has %d lines", lines(method.getBody()), METHOD_LINES);
      }
      return super.visitMethod(method, nothing);
    }

    /// A record has no fields of its own but static ones.
    private boolean isComponent(Tree member) {
      return member instanceof VariableTree field
          && !field.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private long lines(BlockTree body) {
      LineMap map = unit.getLineMap();
      long first = map.getLineNumber(positions.getStartPosition(unit, body));
      return map.getLineNumber(positions.getEndPosition(unit, body)) - first + 1;
    }

    private void limit(Tree tree, String what, long count, int most) {
      if (count > most) {
        long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
        var file = name(Path.of(unit.getSourceFile().toUri()));
        faults.add("%s:%d: %s, at most %d".formatted(file, line, what.formatted(count), most));
      }
    }
  }
}
