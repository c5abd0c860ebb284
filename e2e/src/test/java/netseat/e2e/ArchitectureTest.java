package netseat.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps the table of modules in docs/architecture.md: who may know whom, and what else. */
class ArchitectureTest {
    /** Per module, the modules it may know besides itself. */
    private static final Map<String, Set<String>> KNOWS = Map.ofEntries(
            Map.entry("protocol", Set.of()),
            Map.entry("identity", Set.of("protocol")),
            Map.entry("screen", Set.of()),
            Map.entry("keys", Set.of()),
            Map.entry("hypervisor", Set.of("screen")),
            Map.entry("qemu", Set.of("hypervisor", "screen")),
            Map.entry("libvirt", Set.of()),
            Map.entry("state", Set.of()),
            Map.entry("access", Set.of("state")),
            Map.entry("openid", Set.of("access")),
            Map.entry("controller", Set.of("protocol", "screen", "hypervisor", "state", "keys")),
            Map.entry("configuration", Set.of("hypervisor", "access", "controller")),
            Map.entry("device", Set.of("protocol", "identity", "screen", "keys")),
            Map.entry("automation", Set.of("protocol", "screen", "keys", "device")),
            Map.entry("quic", Set.of("protocol", "identity", "device")),
            Map.entry("linux", Set.of()),
            Map.entry("desk", Set.of("protocol", "identity", "screen", "device", "automation", "linux", "quic")),
            Map.entry("cli", Set.of("identity", "qemu", "configuration")),
            Map.entry(
                    "server",
                    Set.of(
                            "protocol",
                            "identity",
                            "screen",
                            "keys",
                            "hypervisor",
                            "state",
                            "access",
                            "openid",
                            "controller",
                            "configuration",
                            "qemu",
                            "libvirt")));

    private static JavaClasses all = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("netseat");
        assertThat(KNOWS.keySet())
                .allSatisfy(module -> assertThat(all.containPackage("netseat." + module))
                        .as(module)
                        .isTrue());
    }

    @Test
    void aModuleKnowsOnlyWhatItsRowSays() {
        for (String module : KNOWS.keySet()) {
            String[] strangers = KNOWS.keySet().stream()
                    .filter(other -> !other.equals(module)
                            && !KNOWS.getOrDefault(module, Set.of()).contains(other))
                    .map(other -> "netseat." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("netseat." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(strangers)
                    .check(all);
        }
    }

    @Test
    void aModuleIsOneFlatPackage() {
        classes()
                .that()
                .resideInAPackage("netseat..")
                .should()
                .resideInAnyPackage("netseat.*")
                .check(all);
    }

    @Test
    void protocolAndScreenKnowNoSocketsAndNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage("netseat.protocol", "netseat.screen")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "io.vertx..", "io.netty..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(all);
    }

    @Test
    void onlyQuicBringsNettyToDevices() {
        noClasses()
                .that()
                .resideInAnyPackage("netseat.device", "netseat.desk")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("netseat.quic")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(all);
    }

    @Test
    void accessKnowsNoHttpAndNoMachines() {
        noClasses()
                .that()
                .resideInAPackage("netseat.access")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "io.vertx..", "io.netty..")
                .check(all);
    }

    @Test
    void theControllerKnowsNoHttpAndNoSockets() {
        noClasses()
                .that()
                .resideInAPackage("netseat.controller")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "io.vertx..", "io.netty..")
                .check(all);
    }

    @Test
    void onlyTheStateKnowsSqlite() {
        noClasses()
                .that()
                .resideOutsideOfPackage("netseat.state")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.sqlite..")
                .check(all);
    }

    @Test
    void theCommandLineKnowsNothingOfQemuButTheLookAtTheHost() {
        noClasses()
                .that()
                .resideInAPackage("netseat.cli")
                .should()
                .dependOnClassesThat(resideInAPackage("netseat.qemu")
                        .and(not(simpleNameStartingWith("HostCheck")
                                .or(simpleName("Finding"))
                                .or(simpleName("Grade")))))
                .check(all);
    }

    @Test
    void onlyTheWiringOfTheServerKnowsQemu() {
        noClasses()
                .that()
                .resideInAPackage("netseat.server")
                .and()
                .doNotHaveSimpleName("NetseatServer")
                .and()
                .doNotHaveSimpleName("ForeignMachines")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("netseat.qemu")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("netseat.qemu")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "io.vertx..", "io.netty..")
                .check(all);
    }
}
