package io.rcptwatch.verdict;

/** The column {@code standard}: {@code no} where no RFC has it, else absent. */
final class Standard {
    private Standard() {}

    static boolean of(TableRow row) {
        return row.optional("standard")
                .map(
                        text -> {
                            if (!text.equals("no")) {
                                throw row.wrong("standard", "\"no\", or leave it out");
                            }
                            return false;
                        })
                .orElse(true);
    }
}
