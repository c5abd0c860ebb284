package netseat.libvirt;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** What libvirt says of a domain, parts of which its owner wrote: a {@link Domain}, or a {@link LibvirtException}. */
class DomainFuzzTest {
    @FuzzTest(maxExecutions = 10_000)
    void anyText(byte[] text) {
        try {
            Domain domain = Domain.parse(new String(text, StandardCharsets.UTF_8));
            assert !domain.name().isEmpty() && domain.heads() >= 1 && domain.memoryMiB() >= 1 : domain;
        } catch (LibvirtException e) {
            assert e.getMessage() != null : "a refusal without words";
        }
    }
}
