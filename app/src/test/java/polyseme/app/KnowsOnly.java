// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.BiPredicate;

/// That a class depends on no class but those it may.
final class KnowsOnly extends ArchCondition<JavaClass> {

  private final BiPredicate<JavaClass, JavaClass> allowed;

  KnowsOnly(BiPredicate<JavaClass, JavaClass> allowed) {
    super("know themselves and what is shared only");
    this.allowed = allowed;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      if (!allowed.test(type, dependency.getTargetClass().getBaseComponentType())) {
        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
      }
    }
  }
}
