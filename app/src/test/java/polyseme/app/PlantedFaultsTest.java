// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the rules of the architecture to `polyseme.planted`, which breaks each of them.
final class PlantedFaultsTest {

  private static final String PLANTED = "polyseme.planted";
  private static final ArchitectureRules RULES = new ArchitectureRules(PLANTED);
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(PLANTED);

  @ParameterizedTest(name = "{0}")
  @MethodSource("rulesAndWhatBreaksThem")
  void ruleNamesWhatBreaksIt(String name, ArchRule rule, List<String> faults) {
    var result = rule.evaluate(CLASSES);
    assertTrue(result.hasViolation(), name);
    String report = result.getFailureReport().toString();
    for (String fault : faults) {
      assertTrue(report.contains("." + fault), () -> fault + " is not in: " + report);
    }
  }

  static Stream<Arguments> rulesAndWhatBreaksThem() {
    return Stream.of(
        arguments("layers", RULES.layers(), List.of("KnowsAnalysis")),
        arguments("noDesktopBelowTheApp", RULES.noDesktopBelowTheApp(), List.of("KnowsDesktop")),
        arguments("awtOnlyInExport", RULES.awtOnlyInExport(), List.of("KnowsDesktop")),
        arguments("djlOnlyInItsPackage", RULES.djlOnlyInItsPackage(), List.of("ScanService")),
        arguments("smileOnlyInItsPackage", RULES.smileOnlyInItsPackage(), List.of("ScanService")),
        arguments("picocliOnlyInCli", RULES.picocliOnlyInCli(), List.of("Parsing")),
        arguments(
            "viewModelsKnowNoNodes",
            RULES.viewModelsKnowNoNodes(),
            List.of("ScanViewModel", "ScatterViewModel", "Selection")),
        arguments("viewsKnowValuesOnly", RULES.viewsKnowValuesOnly(), List.of("ScanView")),
        arguments(
            "cliKnowsNoWindow", RULES.cliKnowsNoWindow(), List.of("PrintCommand", "Commands")),
        arguments(
            "featuresDoNotKnowEachOther",
            RULES.featuresDoNotKnowEachOther(),
            List.of("ScatterViewModel", "Circle", "Back")),
        arguments("noCycles", RULES.noCycles(), List.of("Circle")),
        arguments("runLaterOnlyInTask", RULES.runLaterOnlyInTask(), List.of("Later")),
        arguments(
            "threadsOnlyInTask",
            RULES.threadsOnlyInTask(),
            List.of("Pool", "StartsThread", "NewThread", "ParallelSum")),
        arguments("staticFieldsAreFinal", RULES.staticFieldsAreFinal(), List.of("Shared")),
        arguments("noStandardStreams", RULES.noStandardStreams(), List.of("Prints")),
        arguments("noGenericExceptions", RULES.noGenericExceptions(), List.of("Throws")),
        arguments("noJavaUtilLogging", RULES.noJavaUtilLogging(), List.of("Logs")),
        arguments("packagesAreNullMarked", RULES.packagesAreNullMarked(), List.of("Unmarked")));
  }

  @Test
  void everyRuleIsHeldToAFault() {
    long rules =
        Arrays.stream(ArchitectureRules.class.getDeclaredMethods())
            .filter(method -> method.getReturnType().equals(ArchRule.class))
            .filter(method -> method.getParameterCount() == 0)
            .count();
    assertEquals(rules, rulesAndWhatBreaksThem().count());
  }
}
