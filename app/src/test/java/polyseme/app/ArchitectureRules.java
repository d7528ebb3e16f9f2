// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.stream.BaseStream;
import org.jspecify.annotations.NullMarked;

/// The rules of the architecture for all that lies under one root package.
///
/// [ArchitectureTest] holds the program to them; [PlantedFaultsTest] holds them to a small program
/// that breaks each.
///
/// @param root package without a dot at its end
record ArchitectureRules(String root) {

  /// Packages of the window that every feature may use.
  private static final Set<String> SHARED =
      Set.of("selection", "workspace", "task", "control", "problem", "theme");

  /// Packages of the window that put features together, the root package among them.
  private static final Set<String> COMPOSERS = Set.of("", "window", "cli", "bench");

  /// The packages of JavaFX that need a running toolkit, and those built upon them.
  private static final String[] NODES = {
    "javafx.scene..", "javafx.stage..", "org.controlsfx..", "atlantafx.."
  };

  private String in(String name) {
    return root + "." + name;
  }

  // A rule whose subject is gone fails, so that no rule falls silent when a package gets another
  // name.
  private static ArchRule strict(ArchRule rule) {
    return rule.allowEmptyShould(false);
  }

  ArchRule layers() {
    return layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("app")
        .definedBy(in("app.."))
        .layer("analysis")
        .definedBy(in("analysis.."))
        .layer("engine")
        .definedBy(in("engine.."))
        .layer("assets")
        .definedBy(in("assets.."))
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("analysis")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("app", "analysis")
        .whereLayer("assets")
        .mayOnlyBeAccessedByLayers("app", "analysis");
  }

  ArchRule noDesktopBelowTheApp() {
    return strict(
        noClasses()
            .that()
            .resideInAnyPackage(in("engine.."), in("analysis.."), in("assets.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "javax.swing..", "org.controlsfx..", "atlantafx.."));
  }

  ArchRule awtOnlyInExport() {
    return onlyIn(in("analysis.export"), "java.awt..", "javax.imageio..");
  }

  ArchRule djlOnlyInItsPackage() {
    return onlyIn(in("engine.djl"), "ai.djl..");
  }

  ArchRule smileOnlyInItsPackage() {
    return onlyIn(in("analysis.smile"), "smile..");
  }

  ArchRule picocliOnlyInCli() {
    return onlyIn(in("app.cli"), "picocli..");
  }

  private static ArchRule onlyIn(String home, String... libraries) {
    return strict(
        noClasses()
            .that()
            .resideOutsideOfPackage(home)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(libraries));
  }

  ArchRule viewModelsKnowNoNodes() {
    var models =
        named("ViewModel")
            .or(resideInAnyPackage(in("app.selection.."), in("app.workspace..")))
            .as("are view models or what they share");
    return strict(
        noClasses()
            .that(models)
            .should(dependOnClassesThat(resideInAnyPackage(NODES).or(named("View")))));
  }

  ArchRule viewsKnowValuesOnly() {
    var below = resideInAnyPackage(in("engine.."), in("analysis.."));
    var service =
        below
            .and(not(resideInAnyPackage(in("engine.model.."), in("engine.tensor.."))))
            .and(
                describe(
                    "are services",
                    type ->
                        type.getSimpleName().equals("HookedModel")
                            || !(type.isRecord() || type.isEnum() || type.isInterface())));
    var views = named("View").and(resideInAPackage(in("app..")));
    return strict(noClasses().that(views).should(dependOnClassesThat(service)));
  }

  ArchRule cliKnowsNoWindow() {
    return strict(
        noClasses()
            .that()
            .resideInAPackage(in("app.cli.."))
            .should(dependOnClassesThat(resideInAPackage("javafx..").or(named("View")))));
  }

  ArchRule featuresDoNotKnowEachOther() {
    return strict(
        classes()
            .that(describe("are no composers", type -> !COMPOSERS.contains(part(type))))
            .and()
            .resideInAPackage(in("app.."))
            .should(new KnowsOnly(this::mayKnow)));
  }

  private boolean mayKnow(JavaClass from, JavaClass to) {
    if (!to.getPackageName().equals(in("app")) && !to.getPackageName().startsWith(in("app."))) {
      return true;
    }
    return part(from).equals(part(to)) || SHARED.contains(part(to));
  }

  /// The package directly below app that a class lies in, empty for app itself.
  private String part(JavaClass type) {
    String name = type.getPackageName();
    String app = in("app.");
    return name.startsWith(app) ? name.substring(app.length()).split("\\.", 2)[0] : "";
  }

  ArchRule noCycles() {
    return strict(slices().matching(root + ".(*).(*)..").should().beFreeOfCycles());
  }

  ArchRule runLaterOnlyInTask() {
    return strict(
        noClasses()
            .that()
            .resideOutsideOfPackage(in("app.task"))
            .should()
            .callMethod("javafx.application.Platform", "runLater", Runnable.class.getName()));
  }

  ArchRule threadsOnlyInTask() {
    var pools =
        assignableTo(Executor.class)
            .or(assignableTo(ThreadFactory.class))
            .or(belongToAnyOf(Executors.class, CompletableFuture.class, Timer.class))
            .or(belongToAnyOf(ForkJoinPool.class));
    return strict(
        noClasses()
            .that()
            .resideOutsideOfPackages(in("engine.task"), in("app.task"))
            .should(dependOnClassesThat(pools))
            .orShould(callMethodWhere(describe("a stream is made parallel", this::parallel)))
            .orShould(
                callMethodWhere(
                    describe(
                        "a thread is made or started",
                        call ->
                            call.getTargetOwner().isAssignableTo(Thread.class)
                                && call.getName().matches("start.*|of(Virtual|Platform)"))))
            .orShould()
            .callConstructorWhere(
                describe(
                    "a thread is made", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
            .orShould(be(assignableTo(Thread.class))));
  }

  private boolean parallel(JavaCall<?> call) {
    boolean stream = call.getTargetOwner().isAssignableTo(BaseStream.class);
    return call.getName().equals("parallelStream") || (stream && call.getName().equals("parallel"));
  }

  ArchRule staticFieldsAreFinal() {
    return strict(fields().that().areStatic().should().beFinal());
  }

  ArchRule noStandardStreams() {
    return strict(
        noClasses()
            .that(not(resideInAPackage(in("app.cli..")).or(topLevel(in("app.Main")))))
            .should(ACCESS_STANDARD_STREAMS));
  }

  ArchRule noGenericExceptions() {
    return strict(noClasses().should(THROW_GENERIC_EXCEPTIONS));
  }

  ArchRule noJavaUtilLogging() {
    return strict(
        noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
  }

  ArchRule packagesAreNullMarked() {
    return strict(
        classes()
            .should(
                be(
                    describe(
                        "in a package that is @NullMarked",
                        type -> type.getPackage().isAnnotatedWith(NullMarked.class)))));
  }

  /// A class whose own name, or that of the class around it, ends so.
  private static DescribedPredicate<JavaClass> named(String suffix) {
    return describe("are named *" + suffix, type -> topLevelName(type.getName()).endsWith(suffix));
  }

  private static DescribedPredicate<JavaClass> topLevel(String name) {
    return describe("are " + name, type -> topLevelName(type.getName()).equals(name));
  }

  private static String topLevelName(String name) {
    int inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }
}
