package netseat.bench;

/** One benchmark, from outside, beside its peer in the same run. */
interface Benchmark {
    /** What {@code ./bench NAME} calls it. */
    String name();

    /** A line for people. */
    String purpose();

    /** Runs; an exception says that it could not run, not that an aim was missed. */
    void run(Report report) throws Exception;
}
