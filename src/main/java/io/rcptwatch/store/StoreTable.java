package io.rcptwatch.store;

import java.io.IOException;

/** What has to be written: asked by the file's thread only. */
interface StoreTable {
    /** Writes what changed since it was asked last. */
    void write(Store store) throws IOException, UnfitFileException;

    /** What was written since the last commit may be lost, and the file may be a new one. */
    void reopened();
}
