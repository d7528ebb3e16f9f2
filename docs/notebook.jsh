// The notebook's cells in Java. Build once with `mvn -q -DskipTests package`, then, from the checkout:
//
//   jshell -R--enable-native-access=ALL-UNNAMED \
//     --class-path "$(printf '%s:' app/target/polyseme/lib/*.jar)" docs/notebook.jsh
//
// (a JDK 25's jshell). It ends with the heat map in notebook.html and stays open for more.

import java.nio.file.*;
import java.util.*;
import polyseme.analysis.heatmap.*;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.parity.ParityBadge;
import polyseme.engine.*;
import polyseme.engine.hook.*;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.FloatVector;

// model = HookedTransformer.from_pretrained("solu-2l")
var folder = Path.of(System.getProperty("model", "assets/src/main/resources/polyseme/assets/demo/model"));
var model = Models.open(folder, Progress.NONE);

// model            the sizes and every hook point, in firing order
System.out.println(model.config().dims());
model.hooks().forEach(hook -> System.out.println("  " + hook));

// get_neuron_acts(text, layer, neuron_index)
var text = """
    Python is a versatile programming language used in web development, data analysis, artificial \
    intelligence, and more. Its simple syntax and readability make it a popular choice among \
    developers.""";
var hook = HookPoint.post(1);
var tokens = model.tokenizer().tokenize(text);
var cache = model.run(ForwardRequest.capturing(TokenBatch.of(tokens.ids()), Set.of(hook))).cache();
float[] acts = new float[tokens.tokens().size()];
for (int pos = 0; pos < acts.length; pos++) acts[pos] = cache.get(hook).get(0, pos, 50);
System.out.println("activations " + Arrays.toString(acts));

// basic_neuron_vis(text, layer, neuron_index), with the neutral colour at 0
var values = FloatVector.wrap(acts);
var unit = UnitAddress.parse("L1.50");
var map = new TokenHeatmap(model.folder().name(), unit, tokens, values, ColorRange.symmetric(values));
Files.writeString(Path.of("notebook.html"), HtmlHeatmap.page(map, ParityBadge.NONE, PageTheme.AUTO));

// "the top and minimum activations of all neurons in the network": one scan, then any neuron
//   app/target/polyseme/bin/polyseme scan MODEL --corpus TEXTS --out SCAN
//   app/target/polyseme/bin/polyseme neuron SCAN L1.50
