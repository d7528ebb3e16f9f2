// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polyseme.analysis.color.Theme;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.scan.Scan;
import polyseme.app.theme.ThemeModel;
import polyseme.engine.HookedModel;

/// The bar at the top: what is open, the search, the theme.
final class TitleBar extends HBox {

  private static final double GAP = 12;
  private static final double TIP_WIDTH = 480;

  private final MainViewModel model;
  private final SearchField search;
  private final KeysHelp keys = new KeysHelp();
  private Node keysButton = new Region();

  TitleBar(MainViewModel model, ThemeModel theme) {
    super(GAP);
    this.model = model;
    this.search = new SearchField(model);
    getStyleClass().add("tool-bar-strip");
    setAlignment(Pos.CENTER_LEFT);
    var name = new Label("Polyseme");
    name.getStyleClass().add("section");
    name.setMinWidth(Region.USE_PREF_SIZE);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren()
        .addAll(
            name,
            modelChip(),
            parityChip(),
            scanChip(),
            space,
            search,
            keysButton(),
            themeButton(theme));
  }

  void focusSearch() {
    search.requestFocus();
    search.selectAll();
  }

  private Node modelChip() {
    var chip = chip(Feather.BOX);
    model.workspace().modelProperty().subscribe(opened -> describe(chip, opened));
    model
        .workspace()
        .scanProperty()
        .subscribe(_ -> describe(chip, model.workspace().modelProperty().get()));
    return chip;
  }

  private void describe(Label chip, @Nullable HookedModel opened) {
    var scan = model.workspace().scanProperty().get();
    if (opened != null) {
      var dims = opened.config().dims();
      chip.setText(opened.folder().name());
      chip.setTooltip(
          new Tooltip(
              String.format(
                  Locale.ROOT,
                  "%s, %d layers, dModel %d, %d heads, dMlp %d%n%s",
                  opened.config().activation().configName(),
                  dims.nLayers(),
                  dims.dModel(),
                  dims.nHeads(),
                  dims.dMlp(),
                  opened.folder().path())));
    } else {
      chip.setText(scan == null ? "no model" : scan.provenance().modelName() + " (not loaded)");
      chip.setTooltip(new Tooltip("Own texts need the model; the scan does not"));
    }
  }

  private Node parityChip() {
    var chip = new Label();
    chip.getStyleClass().add("badge");
    chip.setMinWidth(Region.USE_PREF_SIZE);
    model
        .parity()
        .badgeProperty()
        .subscribe(badge -> {
          chip.setVisible(badge.isPresent());
          chip.setManaged(badge.isPresent());
          badge.ifPresent(told -> describe(chip, told));
        });
    return chip;
  }

  private static void describe(Label chip, ParityBadge badge) {
    chip.getStyleClass().removeAll("good", "warn");
    switch (badge.kind()) {
      case VERIFIED -> chip.getStyleClass().add("good");
      case FAILED -> chip.getStyleClass().add("warn");
      case UNKNOWN -> {}
    }
    chip.setText(badge.title());
    chip.setGraphic(
        new FontIcon(
            switch (badge.kind()) {
              case VERIFIED -> Feather.CHECK_CIRCLE;
              case FAILED -> Feather.ALERT_TRIANGLE;
              case UNKNOWN -> Feather.HELP_CIRCLE;
            }));
    var tip = new Tooltip(badge.text() + "\n" + badge.detail());
    tip.setWrapText(true);
    tip.setMaxWidth(TIP_WIDTH);
    chip.setTooltip(tip);
    chip.setAccessibleText(badge.text());
  }

  private Node scanChip() {
    var chip = chip(Feather.LAYERS);
    model.workspace().scanProperty().subscribe(scan -> describe(chip, scan));
    return chip;
  }

  private static void describe(Label chip, @Nullable Scan scan) {
    if (scan == null) {
      chip.setText("no scan");
      chip.setTooltip(null);
      return;
    }
    var made = scan.provenance();
    chip.setText(String.format(Locale.ROOT, "%s · %,d tokens", made.corpusName(), made.tokens()));
    chip.setTooltip(
        new Tooltip(
            String.format(
                Locale.ROOT,
                "%s of %,d documents, %,d tokens%nweight processing: %s · seed %d%ncorpus %.12s…",
                made.hook(),
                made.documents(),
                made.tokens(),
                made.processing(),
                made.options().seed(),
                made.corpusFingerprint())));
  }

  private static Label chip(Feather icon) {
    var chip = new Label("", new FontIcon(icon));
    chip.getStyleClass().add("badge");
    chip.setMinWidth(60);
    return chip;
  }

  private Node keysButton() {
    var button = new Button("", new FontIcon(Feather.HELP_CIRCLE));
    button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
    button.setAccessibleText("Keys and gestures");
    button.setTooltip(new Tooltip("Keys and gestures (F1 or ?)"));
    button.setOnAction(_ -> keys.toggle(button));
    keysButton = button;
    return button;
  }

  void toggleKeys() {
    keys.toggle(keysButton);
  }

  private static Node themeButton(ThemeModel theme) {
    var button = new Button();
    button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
    button.setOnAction(_ -> theme.toggle());
    button.setTooltip(new Tooltip("Light or dark (Ctrl+T)"));
    theme
        .themeProperty()
        .subscribe(now -> {
          var dark = now == Theme.DARK;
          button.setGraphic(new FontIcon(dark ? Feather.SUN : Feather.MOON));
          button.setAccessibleText(dark ? "Change to light" : "Change to dark");
        });
    return button;
  }
}
