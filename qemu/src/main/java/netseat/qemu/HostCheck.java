package netseat.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what this host can do for virtual machines, and what an operator should do about the rest. */
public final class HostCheck {
    /** How bad it is. */
    public enum Grade {
        /** As it should be. */
        GOOD,
        /** It works, but less well than it could. */
        WARNING,
        /** No machine can run like this. */
        FAULT
    }

    /**
     * One thing that was looked at.
     *
     * @param subject what it is
     * @param words how it stands, and what to do where that is not well
     */
    public record Finding(Grade grade, String subject, String words) {}

    private static final String QEMU = "qemu-system-x86_64";
    private static final int OLDEST_MAJOR = 7; // the first that has -display dbus
    private static final int SECONDS = 10;
    private static final int MOST_OUTPUT = 1 << 20;
    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");

    private final List<Finding> findings = new ArrayList<>();

    private HostCheck() {}

    /** Looks at everything, in the order in which it matters; takes a second or so. */
    public static List<Finding> findings() throws InterruptedException {
        HostCheck check = new HostCheck();
        check.qemu();
        check.program("dbus-daemon", "each VM's private bus for its pixels", Grade.FAULT, "dbus-daemon");
        check.program("qemu-img", "looking into disk images", Grade.WARNING, "qemu-utils");
        check.accelerator();
        check.uefi();
        check.priority();
        return List.copyOf(check.findings);
    }

    private void qemu() throws InterruptedException {
        String said = output(QEMU, "--version");
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            found(Grade.FAULT, "QEMU", "there is no " + QEMU + ": install the package qemu-system-x86");
            return;
        }
        String number = version.group(1) + "." + version.group(2);
        if (Integer.parseInt(version.group(1)) < OLDEST_MAJOR) {
            found(Grade.FAULT, "QEMU", number + " is too old; it must be " + OLDEST_MAJOR + ".0 or newer");
            return;
        }
        found(Grade.GOOD, "QEMU", number);
        if (output(QEMU, "-display", "help").lines().anyMatch("dbus"::equals)) {
            found(Grade.GOOD, "D-Bus display", "QEMU has it");
        } else {
            found(
                    Grade.FAULT,
                    "D-Bus display",
                    "this QEMU comes without -display dbus; on newer Debian it is in qemu-system-modules-opengl");
        }
    }

    private void program(String name, String purpose, Grade whenMissing, String debianPackage) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                found(Grade.GOOD, name, "is here");
                return;
            }
        }
        found(whenMissing, name, "is missing, needed for " + purpose + ": install the package " + debianPackage);
    }

    private void accelerator() {
        if (Accelerator.kvmWorks()) {
            found(Grade.GOOD, "KVM", "guests run at the processor's speed");
            return;
        }
        Path device = Path.of("/dev/kvm");
        String why = !Files.exists(device)
                ? "there is no /dev/kvm: the processor or the firmware does not offer virtualization, or the module is not loaded"
                : !Files.isReadable(device) || !Files.isWritable(device)
                        ? "you may not open /dev/kvm: add the controller's user to the group kvm"
                        : "/dev/kvm is there, but the processor shows neither vmx nor svm";
        found(Grade.WARNING, "KVM", why + ". Guests run by software, ten to thirty times slower.");
    }

    private void uefi() {
        if (Files.exists(QemuCommandLine.UEFI_VARIABLES)) {
            found(Grade.GOOD, "UEFI firmware", "is here");
        } else {
            found(Grade.WARNING, "UEFI firmware", "is missing: VMs with firmware = \"uefi\" need the package ovmf");
        }
    }

    private void priority() throws InterruptedException {
        boolean[] claimed = new boolean[1];
        Thread thread = Thread.ofPlatform().start(() -> claimed[0] = RoadPriority.claim());
        thread.join();
        if (claimed[0]) {
            found(Grade.GOOD, "real-time priority", "may be had");
        } else {
            found(
                    Grade.WARNING,
                    "real-time priority",
                    "is not permitted, so that busy guests delay keys and pictures by some ms: ulimit -r 1, or"
                            + " LimitRTPRIO=1 in the service");
        }
    }

    private void found(Grade grade, String subject, String words) {
        findings.add(new Finding(grade, subject, words));
    }

    /** What a program prints; nothing when it is not there or does not end. */
    private static String output(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            try {
                String said = new String(process.getInputStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
                return process.waitFor(SECONDS, TimeUnit.SECONDS) ? said : "";
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return "";
        }
    }
}
