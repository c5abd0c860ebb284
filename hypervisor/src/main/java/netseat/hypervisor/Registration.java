package netseat.hypervisor;

/** Something that was registered and can be taken back; closing twice does no harm. */
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
