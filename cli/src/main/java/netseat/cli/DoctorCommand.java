package netseat.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import netseat.qemu.HostCheck;
import netseat.qemu.HostCheck.Finding;
import netseat.qemu.HostCheck.Grade;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code netseat doctor}: looks at this host itself, with or without a controller on it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Finds what is wrong with this host, and says what to do.",
        footer = {"", "Exit status 1 when a VM cannot run like this; warnings alone are 0."})
final class DoctorCommand implements Callable<Integer> {
    private static final int[] PORTS = {7880, 18356};

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "answer in JSON, for programs")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings = new ArrayList<>(HostCheck.findings());
        for (int port : PORTS) {
            findings.add(port(port));
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(asJson(findings));
        } else {
            Table table = new Table("", "WHAT", "HOW IT IS");
            findings.forEach(finding -> table.row(lower(finding.grade()), finding.subject(), finding.words()));
            table.print(out, "");
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.grade() == Grade.FAULT)
                ? ExitStatus.REFUSED
                : ExitStatus.DONE;
    }

    private static Finding port(int port) {
        String subject = "port " + port;
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return new Finding(Grade.GOOD, subject, "is free");
        } catch (IOException e) {
            return new Finding(
                    Grade.WARNING,
                    subject,
                    "is in use, by a controller that runs or by another program; ./run takes others by --port and"
                            + " --device-port");
        }
    }

    private static ArrayNode asJson(List<Finding> findings) {
        ArrayNode all = JsonMapper.builder().build().createArrayNode();
        for (Finding finding : findings) {
            all.addObject()
                    .put("grade", lower(finding.grade()))
                    .put("subject", finding.subject())
                    .put("words", finding.words());
        }
        return all;
    }

    private static String lower(Grade grade) {
        return grade.name().toLowerCase(Locale.ROOT);
    }
}
