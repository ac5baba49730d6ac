package io.shortener;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may depend on whom. */
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ArchitectureTest::isNotOfADependency)
          .importPackages("io.shortener");

  @ParameterizedTest
  @CsvSource({
    "http,     ''",
    "startup,  ''",
    "feed,     http startup reference",
    "changes,  http reference feed",
    "users,    http reference changes",
    "events,   http reference users feed",
    "urls,     http reference startup users events changes",
    "visitors, http",
    "clicks,   http startup users events urls visitors",
    "redirect, http reference startup users events urls visitors clicks database",
    "stats,    http startup reference urls database",
    "retries,  http reference database",
    "database, http startup",
    "transfer, http startup users events urls database",
    "access,   http reference startup changes feed database",
    "ops,      http startup reference",
    "reference, http"
  })
  void packageUsesOnlyWhatItMay(String user, String used) {
    String[] allowed =
        Stream.concat(Stream.of(user), Stream.of(used.split(" ")))
            .filter(name -> !name.isEmpty())
            .map(name -> "io.shortener." + name + "..")
            .toArray(String[]::new);

    noClasses()
        .that(resideInAPackage("io.shortener." + user + ".."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.shortener..").and(not(resideInAnyPackage(allowed))))
        .check(PRODUCT);
  }

  @Test
  void noTwoPackagesNeedEachOther() {
    slices().matching("io.shortener.(*)..").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void onlyTheApplicationKnowsTheApplication() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.shortener")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.shortener")
        .check(PRODUCT);
  }

  @Test
  void resourcesLeaveSqlToTheDaos() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Resource")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Jdbi.class)
        .check(PRODUCT);
  }

  @Test
  void sqlStandsInDaosAlone() {
    methods()
        .that()
        .areAnnotatedWith(SqlQuery.class)
        .or()
        .areAnnotatedWith(SqlUpdate.class)
        .should()
        .beDeclaredInClassesThat()
        .haveSimpleNameEndingWith("Dao")
        .check(PRODUCT);
  }

  private static boolean isNotOfADependency(Location location) {
    return !location.contains(".jar");
  }
}
