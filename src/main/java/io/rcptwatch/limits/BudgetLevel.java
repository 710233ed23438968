package io.rcptwatch.limits;

/**
 * How much of a budget is used.
 *
 * @param scope {@code overall}, a provider's label, or {@code host}: the most that any host has
 * @param period {@code at_once}, {@code minute} or {@code day}
 * @param used conversations
 * @param limit conversations
 */
public record BudgetLevel(String scope, String period, int used, int limit) {}
