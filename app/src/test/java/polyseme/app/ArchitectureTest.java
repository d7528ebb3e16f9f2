// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/// Holds the program to the rules of its architecture.
///
/// The rules are methods because Surefire has passed over `@ArchTest` fields in silence before.
@AnalyzeClasses(packages = "polyseme", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final ArchitectureRules RULES = new ArchitectureRules("polyseme");

  /// Raised as the program grows: were the classes not found, every rule would hold.
  private static final int CLASSES_AT_LEAST = 500;

  @ArchTest
  static void appAnalysisEngineInOneDirection(JavaClasses classes) {
    RULES.layers().check(classes);
  }

  @ArchTest
  static void noDesktopBelowTheApp(JavaClasses classes) {
    RULES.noDesktopBelowTheApp().check(classes);
  }

  @ArchTest
  static void awtOnlyInExport(JavaClasses classes) {
    RULES.awtOnlyInExport().check(classes);
  }

  @ArchTest
  static void djlOnlyInItsPackage(JavaClasses classes) {
    RULES.djlOnlyInItsPackage().check(classes);
  }

  @ArchTest
  static void smileOnlyInItsPackage(JavaClasses classes) {
    RULES.smileOnlyInItsPackage().check(classes);
  }

  @ArchTest
  static void picocliOnlyInCli(JavaClasses classes) {
    RULES.picocliOnlyInCli().check(classes);
  }

  @ArchTest
  static void viewModelsKnowNoNodes(JavaClasses classes) {
    RULES.viewModelsKnowNoNodes().check(classes);
  }

  @ArchTest
  static void viewsKnowValuesOnly(JavaClasses classes) {
    RULES.viewsKnowValuesOnly().check(classes);
  }

  @ArchTest
  static void cliKnowsNoWindow(JavaClasses classes) {
    RULES.cliKnowsNoWindow().check(classes);
  }

  @ArchTest
  static void featuresDoNotKnowEachOther(JavaClasses classes) {
    RULES.featuresDoNotKnowEachOther().check(classes);
  }

  @ArchTest
  static void noCycles(JavaClasses classes) {
    RULES.noCycles().check(classes);
  }

  @ArchTest
  static void runLaterOnlyInTask(JavaClasses classes) {
    RULES.runLaterOnlyInTask().check(classes);
  }

  @ArchTest
  static void threadsOnlyInTask(JavaClasses classes) {
    RULES.threadsOnlyInTask().check(classes);
  }

  @ArchTest
  static void staticFieldsAreFinal(JavaClasses classes) {
    RULES.staticFieldsAreFinal().check(classes);
  }

  @ArchTest
  static void noStandardStreams(JavaClasses classes) {
    RULES.noStandardStreams().check(classes);
  }

  @ArchTest
  static void noGenericExceptions(JavaClasses classes) {
    RULES.noGenericExceptions().check(classes);
  }

  @ArchTest
  static void noJavaUtilLogging(JavaClasses classes) {
    RULES.noJavaUtilLogging().check(classes);
  }

  @ArchTest
  static void packagesAreNullMarked(JavaClasses classes) {
    RULES.packagesAreNullMarked().check(classes);
  }

  @ArchTest
  static void theRulesSawTheProgram(JavaClasses classes) {
    assertTrue(classes.size() >= CLASSES_AT_LEAST, () -> classes.size() + " classes seen");
  }
}
