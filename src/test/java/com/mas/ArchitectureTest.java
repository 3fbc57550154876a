package com.mas;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The walls of the house: who may import whom. */
@AnalyzeClasses(packages = "com.mas", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> CONTRACT =
      describe("a contract or a type inside one", ArchitectureTest::isContract);
  private static final DescribedPredicate<JavaClass> PLATFORM =
      resideInAnyPackage("com.mas.bus..", "com.mas.db..", "com.mas.redis..", "com.mas.jobs..", "com.mas.runs..",
          "com.mas.imports..", "com.mas.meters..",
          "com.mas.outbound..", "com.mas.phone..", "com.mas.proof..", "com.mas.seed..", "com.mas.sources..",
          "com.mas.secrets..",
          "com.mas.module..")
          .as("the platform");

  @ArchTest static final ArchRule onlyMainImportsBoot =
      noClasses().that().resideOutsideOfPackage("com.mas.boot..").and().doNotHaveFullyQualifiedName("com.mas.Main")
          .should().dependOnClassesThat().resideInAPackage("com.mas.boot..");

  @ArchTest static final ArchRule nothingButBootImportsTheEdge =
      noClasses().that().resideOutsideOfPackages("com.mas.boot..", "com.mas.http..")
          .should().dependOnClassesThat().resideInAPackage("com.mas.http..");

  @ArchTest static final ArchRule nothingButBootAndModulesImportsTheSandbox =
      noClasses().that().resideOutsideOfPackages("com.mas.boot..", "com.mas.sandbox..", "com.mas.module..")
          .and().haveSimpleNameNotEndingWith("Module")
          .should().dependOnClassesThat().resideInAPackage("com.mas.sandbox..");

  @ArchTest static final ArchRule bootKnowsDomainsByItsListAlone =
      noClasses().that().resideInAPackage("com.mas.boot..").and().doNotHaveSimpleName("Modules")
          .should().dependOnClassesThat().resideInAnyPackage("com.mas.domain..", "com.mas.realtime.board..",
              "com.mas.realtime.meeting..", "com.mas.realtime.terminal..", "com.mas.sandbox.graphy..",
              "com.mas.sandbox.mail..", "com.mas.sandbox.model..", "com.mas.sandbox.whatsapp..");

  @ArchTest static final ArchRule seedsKnowTheBusAlone =
      noClasses().that().resideInAPackage("com.mas.seed..").should().dependOnClassesThat(
          resideInAPackage("com.mas..").and(DescribedPredicate.not(
              resideInAnyPackage("com.mas.seed..", "com.mas.bus.."))));

  @ArchTest static final ArchRule theEdgeKnowsNoDomainButByItsContract =
      noClasses().that().resideInAPackage("com.mas.http..")
          .should().dependOnClassesThat(resideInAnyPackage("com.mas.domain..", "com.mas.db..", "com.mas.jobs..")
              .and(DescribedPredicate.not(CONTRACT)));

  @ArchTest static final ArchRule theBridgeKnowsTheBusAlone =
      noClasses().that().resideInAPackage("com.mas.bridge..").should().dependOnClassesThat(
          resideInAPackage("com.mas..").and(DescribedPredicate.not(
              resideInAnyPackage("com.mas.bridge..", "com.mas.bus.."))));

  @ArchTest static final ArchRule aDomainMeetsTheOthersOnlyByTheirContracts =
      classes().that().resideInAPackage("com.mas.domain..")
          .should(new ArchCondition<>("import contracts, the platform and nothing else of ours") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
              type.getDirectDependenciesFromSelf().stream()
                  .filter(dependency -> resideInAPackage("com.mas..").test(dependency.getTargetClass()))
                  .filter(dependency -> !samePart(type, dependency.getTargetClass()))
                  .filter(dependency -> !PLATFORM.test(dependency.getTargetClass())
                      && !CONTRACT.test(dependency.getTargetClass()))
                  .filter(dependency -> !type.getSimpleName().endsWith("Module")
                      || !resideInAPackage("com.mas.sandbox..").test(dependency.getTargetClass()))
                  .forEach(
                      dependency -> events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
          });

  @ArchTest static final ArchRule contractsTellWhatMayBeNull = classes().that(DescribedPredicate.describe("contracts",
      type -> isContract(type) && type.isTopLevelClass() && !type.getSimpleName().equals("Contract")))
      .should().beAnnotatedWith(NullMarked.class);

  @ArchTest static final ArchRule reasonsAreDeclaredInContracts =
      noClasses().that(DescribedPredicate.not(CONTRACT)).and()
          .resideOutsideOfPackage("com.mas.bus..").and().doNotHaveSimpleName("EdgeReasons")
          .should().callMethod(Reason.class, "of", Failure.class, String.class, String.class)
          .orShould().callConstructor(Reason.class, Failure.class, String.class, String.class);

  @ArchTest static final ArchRule aDomainRefusesForReasonsOfItsOwnContract =
      classes().that().resideOutsideOfPackage("com.mas.http..")
          .should(new ArchCondition<>("read no reason of another package's contract") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
              type.getFieldAccessesFromSelf().stream()
                  .filter(access -> access.getTarget().getRawType().isEquivalentTo(Reason.class))
                  .filter(access -> !samePart(type, access.getTargetOwner()))
                  .forEach(access -> events.add(SimpleConditionEvent.violated(access, access.getDescription())));
            }
          });

  @ArchTest static final ArchRule domainsHaveNoCycles =
      slices().matching("com.mas.domain.(*).(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule theProtocolsKnowNothingAboveThem =
      noClasses().that().resideInAPackage("com.mas.realtime.engineio..").should().dependOnClassesThat(
          resideInAPackage("com.mas..").and(DescribedPredicate.not(resideInAPackage("com.mas.realtime.engineio.."))));

  @ArchTest static final ArchRule socketIoKnowsNoMeeting =
      noClasses().that().resideInAPackage("com.mas.realtime.socketio..").should().dependOnClassesThat()
          .resideInAnyPackage("com.mas.realtime.meeting..", "com.mas.realtime.terminal..", "com.mas.domain..",
              "com.mas.db..", "com.mas.jobs..", "com.mas.http..");

  @ArchTest static final ArchRule meetingsSpeakSocketIoOnly =
      noClasses().that().resideInAPackage("com.mas.realtime.meeting..").should().dependOnClassesThat()
          .resideInAnyPackage("com.mas.realtime.engineio..", "com.mas.realtime.terminal..", "com.mas.http..");

  @ArchTest static final ArchRule terminalsNeedNoSocketIo =
      noClasses().that().resideInAPackage("com.mas.realtime.terminal..").should().dependOnClassesThat()
          .resideInAnyPackage("com.mas.realtime.engineio..", "com.mas.realtime.socketio..",
              "com.mas.realtime.meeting..", "com.mas.http..");

  @ArchTest static final ArchRule realtimeMeetsDomainsOnlyByTheirContracts =
      noClasses().that().resideInAPackage("com.mas.realtime..").should().dependOnClassesThat(
          resideInAPackage("com.mas.domain..").and(DescribedPredicate.not(CONTRACT)));

  @ArchTest static final ArchRule nothingButBootImportsRealtime =
      noClasses().that().resideOutsideOfPackages("com.mas.realtime..", "com.mas.boot..")
          .should().dependOnClassesThat().resideInAPackage("com.mas.realtime..");

  @ArchTest static final ArchRule thePlatformKnowsNoDomain =
      noClasses().that(PLATFORM).should().dependOnClassesThat()
          .resideInAnyPackage("com.mas.domain..", "com.mas.realtime..", "com.mas.http..", "com.mas.boot..");

  @ArchTest static final ArchRule onlyRealtimeUsesInternalsOfTheFramework =
      noClasses().that().resideOutsideOfPackage("com.mas.realtime..").should().dependOnClassesThat()
          .resideInAnyPackage("io.vertx..internal..", "io.vertx..impl..");

  @ArchTest static final ArchRule onlyTheGuardResolvesNames =
      noClasses().that().doNotHaveFullyQualifiedName("com.mas.outbound.Guard")
          .should().callMethod(java.net.InetAddress.class, "getAllByName", String.class)
          .orShould().callMethod(java.net.InetAddress.class, "getByName", String.class);

  @ArchTest static final ArchRule onlyContractModuleAndVerticleArePublic =
      classes().that().resideInAPackage("com.mas.domain..").and().areTopLevelClasses().and()
          .haveModifier(JavaModifier.PUBLIC)
          .should().haveSimpleNameEndingWith("Contract")
          .orShould().haveSimpleNameEndingWith("Verticle")
          .orShould().haveSimpleNameEndingWith("Module")
          .orShould().haveSimpleName("Lms");

  @ArchTest static final ArchRule rulesArePure =
      noClasses().that().haveSimpleNameEndingWith("Rules").or().haveSimpleNameEndingWith("Merge")
          .should().dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "java.sql..", "org.slf4j..", "com.mas.db..", "com.mas.redis..")
          .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock")
          .orShould().callMethod(System.class, "currentTimeMillis")
          .orShould().callMethod(System.class, "nanoTime")
          .orShould().callMethod(java.time.Instant.class, "now");

  @ArchTest static final ArchRule domainsTakeTimeFromTheirClock =
      noClasses().that().resideInAPackage("com.mas.domain..")
          .should().callMethod(System.class, "currentTimeMillis")
          .orShould().callMethod(java.time.Instant.class, "now")
          .orShould().callMethod(java.time.LocalDate.class, "now")
          .orShould().callMethod(java.time.ZoneId.class, "systemDefault");

  @ArchTest static final ArchRule noNameHidesWhatIsInside =
      noClasses().should().haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Utils")
          .orShould().haveSimpleNameEndingWith("Helper").orShould().haveSimpleNameEndingWith("Manager")
          .orShould().resideInAnyPackage("..common..", "..util..", "..helper..", "..manager..");

  private static boolean isContract(JavaClass type) {
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return outermost.getSimpleName().endsWith("Contract") || outermost.getSimpleName().equals("Lms");
  }

  private static boolean samePart(JavaClass one, JavaClass other) {
    return one.getPackageName().equals(other.getPackageName());
  }
}
