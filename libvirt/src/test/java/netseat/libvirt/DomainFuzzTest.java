package netseat.libvirt;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** What libvirt says of a domain, parts of which its owner wrote: a {@link Domain}, or a {@link LibvirtException}. */
class DomainFuzzTest {
    @FuzzTest(maxDuration = "10s")
    void anyText(byte[] text) {
        try {
            assert !Domain.parse(new String(text, StandardCharsets.UTF_8))
                    .name()
                    .isEmpty();
        } catch (LibvirtException e) {
            assert e.getMessage() != null;
        }
    }
}
