// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.Models;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.task.Progress;

final class HooksCommandTest {

  @TempDir private Path folder;

  private String out(String... more) {
    var args = new String[more.length + 2];
    args[0] = "hooks";
    args[1] = Cli.SOLU;
    System.arraycopy(more, 0, args, 2, more.length);
    var told = new Cli(folder).run(args);
    assertEquals(ExitCode.DONE, told.code(), told.err());
    return told.out();
  }

  @Test
  void theTreeHasEveryPartOfANameOnce() {
    var tree = out().replaceAll(" +", " ");
    assertTrue(tree.contains("\nblocks.0 – blocks.1\n"), tree);
    assertTrue(tree.contains("│ ├─ hook_mid [b, p, 128]\n"), tree);
    assertTrue(tree.contains("│ ├─ hook_attn_scores [b, 2, q, k]\n"), tree);
    assertTrue(tree.contains("│ └─ hook_result [b, p, 2, 32] on request\n"), tree);
    assertTrue(tree.contains("└─ hook_out [b, p, 500]\n"), tree);
    assertEquals(1, tree.lines().filter(line -> line.contains("hook_post")).count(), tree);
  }

  @Test
  void theOrderIsThatOfTheOpenModel() throws Exception {
    try (var model = Models.open(Path.of(Cli.SOLU), Progress.NONE)) {
      var names = model.hooks().stream().map(HookPoint::name).collect(Collectors.joining("\n"));
      var told =
          out("--order")
              .lines()
              .map(line -> line.split(" ", 2)[0])
              .collect(Collectors.joining("\n"));
      assertEquals(names, told);
    }
  }

  @Test
  void asJsonShapesHaveNumbersAndLetters() {
    var told = new Cli(folder).run("hooks", Cli.SOLU, "--json").json();
    var hooks = told.get("hooks");
    var post =
        hooks
            .valueStream()
            .filter(hook -> hook.get("hook").asString().equals("blocks.1.mlp.hook_post"))
            .findFirst()
            .orElseThrow();
    assertEquals("[\"b\",\"p\",128]", post.get("shape").toString());
    assertEquals(false, post.get("on_request").asBoolean());
    assertEquals("hook_tokens", hooks.get(0).get("hook").asString());
    assertEquals(true, hooks.get(0).get("on_request").asBoolean());
  }
}
