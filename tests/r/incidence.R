# Cumulative incidences compared by R's package cmprsk. What it says is kept in incidence.tsv:
#   python3 -m tests.with_r incidence
suppressMessages(library(cmprsk))

# status: 0 censored, 1 the event, 2 competing
compared <- function(name, end, status, group) {
  say(paste("data", name, "end"), end)
  say(paste("data", name, "status"), status)
  say(paste("data", name, "group"), group)
  say(paste("gray", name), cuminc(end, status, group)$Tests[1, c("stat", "pv", "df")])
}

# Monoclonal gammopathy: progression with death competing, women and men (Kyle 2002, NEJM 346:564)
event <- with(survival::mgus2, ifelse(pstat == 1, 1, 2 * death))
compared("gammopathy", survival::mgus2$ptime, event, as.integer(survival::mgus2$sex))
compared("ties", c(1, 1, 2, 2, 3, 4, 4, 4, 5, 6, 6, 7, 8, 8, 9, 9), c(1, 2, 1, 1, 0, 2, 1, 1, 2, 1, 0, 1, 2, 2, 1, 0),
         rep(1:2, 8))
compared("three", survival::mgus2$ptime[1:150], event[1:150], rep(1:3, 50))
compared("one_dies_out", c(1, 2, 2, 3, 5, 8, 9, 12, 15, 20), c(1, 2, 1, 1, 1, 1, 2, 0, 1, 0), rep(1:2, each = 5))
compared("none_of_one", c(3, 4, 6, 9, 10, 12, 13, 20), c(1, 1, 1, 0, 2, 2, 0, 0), rep(1:2, each = 4))
