package io.rcptwatch.web;

import java.util.List;

/** Reads the configuration again. */
@FunctionalInterface
public interface Reload {
    /** What is wrong with it, one line each, and then all stays as it was; nothing: it holds. */
    List<String> reload();
}
