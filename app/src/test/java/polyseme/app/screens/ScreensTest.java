// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import javafx.scene.image.Image;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.color.Theme;
import polyseme.app.control.Fx;
import polyseme.app.control.PointCloud;
import polyseme.app.control.TokenFlow;
import polyseme.app.theme.ThemeColors;
import polyseme.engine.task.Workers;

final class ScreensTest {

  @TempDir Path folder;

  @Test
  void aPictureOfTwiceTheSizeIsWrittenAndReadBack() throws Exception {
    Fx.run(() -> {
      var flow = new TokenFlow();
      flow.setHeatmap(new Samples(new Random(1)).heatmap());
      var scene = Screens.scene(new VBox(flow), Theme.LIGHT, 300, 200);
      var file = folder.resolve("pictures/flow.png");
      Screens.write(scene, 2, file);
      var read = new Image(file.toUri().toString());
      assertEquals(600, read.getWidth());
      assertEquals(400, read.getHeight());
      var same = Screens.picture(scene, 2).getPixelReader();
      for (var x = 0; x < 600; x += 7) {
        assertEquals(same.getArgb(x, 40), read.getPixelReader().getArgb(x, 40));
      }
    });
  }

  @Test
  void pointsArePaintedInThePixelsOfThePicture() throws Exception {
    Fx.run(() -> {
      try (var workers = new Workers(1)) {
        var cloud = new PointCloud(workers);
        cloud.setPoints(new Samples(new Random(1)).islands(2000));
        cloud.themeProperty().set(Theme.DARK);
        var scene = Screens.scene(new StackPane(cloud), Theme.DARK, 200, 200);
        var picture = Screens.picture(scene, 2);
        // magnified pixels would come in equal squares of four
        assertTrue(unequalNeighbours(picture) > 500);
        assertEquals(ThemeColors.of(Theme.DARK).plot(), picture.getPixelReader().getColor(0, 0));
      }
    });
  }

  private static int unequalNeighbours(Image picture) {
    var reader = picture.getPixelReader();
    var count = 0;
    for (var y = 0; y < picture.getHeight(); y += 2) {
      for (var x = 0; x < picture.getWidth(); x += 2) {
        Color left = reader.getColor(x, y);
        count += left.equals(reader.getColor(x + 1, y)) ? 0 : 1;
      }
    }
    return count;
  }
}
