package dev.payoff;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the layout, for any root package, so that a test can see each of them fail on a
 * class that breaks it.
 */
record LayoutRules(String root) {

    /** Who may use whom: a package uses those of earlier rows; within a row, no cycles. */
    static final List<Set<String>> ORDER =
            List.of(
                    Set.of("app", "value"),
                    Set.of("identity"),
                    Set.of("portfolio"),
                    Set.of("alert"),
                    Set.of("stream", "live", "connector", "analytics", "benefit", "report"));

    private static final String REBALANCE_LISTENER =
            "io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener";
    private static final int MOST_CLASSES_OF_A_CONNECTOR = 4;

    /** Every rule by its name, in the order in which a reader wants them. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new TreeMap<>();
        rules.put("value is arithmetic", valueIsArithmetic());
        rules.put("app knows none of ours but value", appKnowsNoneOfOursButValue());
        rules.put("value knows none of ours", valueKnowsNoneOfOurs());
        for (int row = 1; row < ORDER.size(); row++) {
            for (String name : new TreeSet<>(ORDER.get(row))) {
                rules.put(name + " uses only earlier packages", usesOnlyEarlier(name, row));
            }
        }
        rules.put("each package has its place", eachPackageHasItsPlace());
        rules.put("no cycles", noCycles());
        rules.put("connectors know no other", connectorsKnowNoOther());
        rules.put("connectors are small", connectorsAreSmall());
        rules.put("time and chance are arguments", timeAndChanceAreArguments());
        rules.put("nothing waits", nothingWaits());
        rules.put("injection by constructor", injectionByConstructor());
        rules.put("packages are described and null-marked", packagesAreDescribed());
        rules.put("secrets are compared in constant time", secretsAreComparedInConstantTime());
        rules.put("no Java serialization", noJavaSerialization());
        rules.put("HTTP has no cross-tenant pool", httpHasNoCrossTenantPool());
        rules.put("the hot path has no ORM", hotPathHasNoOrm());
        rules.put("no util package", noUtilPackage());
        return rules;
    }

    ArchRule valueIsArithmetic() {
        return classes()
                .that()
                .resideInAPackage(in("value"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("value"), "java..", "org.jspecify..")
                .because("the value model must be readable, testable and portable by itself")
                .allowEmptyShould(true);
    }

    private ArchRule valueKnowsNoneOfOurs() {
        return noClasses()
                .that()
                .resideInAPackage(in("value"))
                .should()
                .dependOnClassesThat(oursBut("value"))
                .because("it is at the bottom")
                .allowEmptyShould(true);
    }

    private ArchRule appKnowsNoneOfOursButValue() {
        return noClasses()
                .that()
                .resideInAPackage(in("app"))
                .should()
                .dependOnClassesThat(oursBut("app", "value"))
                .because("the hull carries all others")
                .allowEmptyShould(true);
    }

    private ArchRule usesOnlyEarlier(String name, int row) {
        List<String> allowed = new ArrayList<>();
        allowed.add(name);
        ORDER.subList(0, row).forEach(allowed::addAll);
        if (row == ORDER.size() - 1) {
            allowed.addAll(ORDER.getLast());
        }
        return noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat(oursBut(allowed.toArray(String[]::new)))
                .because("packages are used in the order " + ORDER)
                .allowEmptyShould(true);
    }

    private ArchRule eachPackageHasItsPlace() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and(not(describe("the map", it -> it.getPackageName().equals(root))))
                .should()
                .resideInAnyPackage(
                        ORDER.stream().flatMap(Set::stream).map(this::in).toArray(String[]::new))
                .because("a new top package must say where in LayoutRules.ORDER it stands");
    }

    private ArchRule noCycles() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    private ArchRule connectorsKnowNoOther() {
        return slices().matching(root + ".connector.(*)..")
                .should()
                .notDependOnEachOther()
                .because("a system can then be added, mended and removed by itself")
                .allowEmptyShould(true);
    }

    private ArchRule connectorsAreSmall() {
        return classes()
                .that()
                .resideInAPackage(root + ".connector.*..")
                .should(
                        bePackagesOfAtMost(
                                MOST_CLASSES_OF_A_CONNECTOR, root.split("\\.").length + 2))
                .because("what is common to connectors belongs to all of them")
                .allowEmptyShould(true);
    }

    private ArchRule timeAndChanceAreArguments() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(root + ".app.TimeAndChance")
                .should()
                .accessTargetWhere(describe("the clock or chance", LayoutRules::clockOrChance))
                .because(
                        "a test must own both; System.nanoTime is no time of day, only a duration,"
                                + " and free to use for meters");
    }

    private ArchRule nothingWaits() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(root + ".app.AtStart")
                .and(
                        not(
                                describe(
                                        "rebalance listeners, which Kafka calls on its polling"
                                                + " thread",
                                        it -> it.isAssignableTo(REBALANCE_LISTENER))))
                .should()
                .accessTargetWhere(
                        describe(
                                "waiting for Mutiny, but in a start, which nobody is served before",
                                access -> waiting(access) && !isInAStart(access)))
                .because("a blocked event loop stops everybody on it");
    }

    private ArchRule injectionByConstructor() {
        return noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Channel")
                .because("a class is made whole by its constructor, in tests too")
                .allowEmptyShould(true);
    }

    private ArchRule packagesAreDescribed() {
        return classes().should(liveInANullMarkedPackage());
    }

    private ArchRule secretsAreComparedInConstantTime() {
        return noClasses()
                .should()
                .accessTargetWhere(
                        describe(
                                "Arrays.equals on bytes outside equals()",
                                access ->
                                        calls(access, "java.util.Arrays", "equals")
                                                && access.getTarget().getFullName().contains("[B")
                                                && !access.getOrigin().getName().equals("equals")))
                .because(
                        "bytes that are compared are mostly hashes and signatures:"
                                + " MessageDigest.isEqual tells nothing by its duration");
    }

    private ArchRule noJavaSerialization() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .because("what is read may come from anyone");
    }

    private ArchRule httpHasNoCrossTenantPool() {
        return noClasses()
                .that()
                .areAnnotatedWith("jakarta.ws.rs.Path")
                .should(
                        haveAConstructorParameterAnnotated(
                                "io.quarkus.reactive.datasource.ReactiveDataSource"))
                .because("the pool of payoff_stream sees every tenant")
                .allowEmptyShould(true);
    }

    private ArchRule hotPathHasNoOrm() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("stream"), in("live"), in("app"), in("value"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.hibernate.reactive..",
                        "io.quarkus.hibernate.orm..",
                        "io.quarkus.hibernate.reactive..",
                        "jakarta.persistence..")
                .because("Hibernate Reactive is for the registry")
                .allowEmptyShould(true);
    }

    private ArchRule noUtilPackage() {
        return noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..")
                .because("such a package has no idea of its own and ends up with everyone's");
    }

    private String in(String name) {
        return root + "." + name + "..";
    }

    private DescribedPredicate<JavaClass> oursBut(String... names) {
        String[] allowed = List.of(names).stream().map(this::in).toArray(String[]::new);
        return resideInAPackage(root + "..")
                .and(not(resideInAnyPackage(allowed)))
                .as("are ours but not of %s", List.of(names));
    }

    private static boolean clockOrChance(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return owner.startsWith("java.time.") && name.equals("now")
                || owner.equals("java.time.Clock")
                        && (name.startsWith("system") || name.startsWith("tick"))
                || calls(access, "java.lang.System", "currentTimeMillis")
                || calls(access, "java.util.Date", "<init>")
                        && access.getTarget().getFullName().endsWith("()")
                || calls(access, "java.util.UUID", "randomUUID")
                || calls(access, "java.lang.Math", "random")
                || calls(access, "java.util.concurrent.ThreadLocalRandom", "current")
                || owner.equals("java.util.random.RandomGenerator") && name.startsWith("get")
                || calls(access, "java.util.Random", "<init>")
                || calls(access, "java.security.SecureRandom", "<init>")
                || calls(access, "java.security.SecureRandom", "getInstanceStrong");
    }

    private static boolean waiting(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return owner.equals("io.smallrye.mutiny.Uni") && name.startsWith("await")
                || owner.startsWith("io.smallrye.mutiny.groups.UniAwait")
                || owner.equals("io.smallrye.mutiny.groups.MultiSubscribe")
                        && (name.equals("asIterable") || name.equals("asStream"))
                || name.endsWith("AndAwait");
    }

    private static boolean isInAStart(JavaAccess<?> access) {
        return access.getOrigin().getRawParameterTypes().stream()
                .anyMatch(it -> it.getName().equals("io.quarkus.runtime.StartupEvent"));
    }

    private static boolean calls(JavaAccess<?> access, String owner, String name) {
        return access.getTargetOwner().getName().equals(owner)
                && access.getTarget().getName().equals(name);
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package whose package-info tells its part") {
            @Override
            public void check(JavaClass it, ConditionEvents events) {
                boolean marked =
                        it.getPackage()
                                .tryGetPackageInfo()
                                .filter(info -> info.isAnnotatedWith(NullMarked.class))
                                .isPresent();
                events.add(
                        new SimpleConditionEvent(
                                it,
                                marked,
                                it.getPackageName()
                                        + " has no package-info.java that is @NullMarked"));
            }
        };
    }

    private static ArchCondition<JavaClass> haveAConstructorParameterAnnotated(String annotation) {
        return new ArchCondition<>("have a constructor parameter annotated with " + annotation) {
            @Override
            public void check(JavaClass it, ConditionEvents events) {
                it.getConstructors().stream()
                        .flatMap(constructor -> constructor.getParameters().stream())
                        .filter(parameter -> parameter.isAnnotatedWith(annotation))
                        .forEach(parameter ->
                                events.add(
                                        SimpleConditionEvent.satisfied(
                                                it, parameter.getDescription())));
            }
        };
    }

    /**
     * Counts top-level classes by system.
     *
     * @param most how many a system may have
     * @param segments how many segments of a package's name name the system
     */
    private static ArchCondition<JavaClass> bePackagesOfAtMost(int most, int segments) {
        return new ArchCondition<>("have at most " + most + " top-level classes a system") {
            private final Map<String, Set<String>> found = new TreeMap<>();

            @Override
            public void check(JavaClass it, ConditionEvents events) {
                if (it.isTopLevelClass() && !it.getSimpleName().equals("package-info")) {
                    List<String> parts = List.of(it.getPackageName().split("\\."));
                    found.computeIfAbsent(
                                    String.join(".", parts.subList(0, segments)),
                                    _ -> new TreeSet<>())
                            .add(it.getSimpleName());
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                found.forEach((system, names) ->
                        events.add(
                                new SimpleConditionEvent(
                                        system,
                                        names.size() <= most,
                                        system + " has " + names.size() + ": " + names)));
            }
        };
    }
}
