# Exact intervals, quartiles and p-values by R's own functions. What it says is kept in inference.tsv:
#   python3 -m tests.with_r inference
for (pair in list(c(10, 12), c(0, 12), c(12, 12), c(4, 6), c(1, 1), c(0, 1), c(36, 502), c(137, 10000))) {
  found <- binom.test(pair[1], pair[2])$conf.int
  say(paste("share", pair[1], pair[2]), found)
}
say("share at 0.9 10 12", binom.test(10, 12, conf.level = 0.9)$conf.int)

values <- list(one = 7, two = c(3, 8), four = c(63, 189, 503, 121), five = c(58, 127, 359, 83, 83),
               twelve = c(2, 11, 6, 6, 3, 4, 8, 6, 1, 9, 6, 5))
for (name in names(values)) {
  say(paste("values", name), values[[name]])
  say(paste("quartiles", name), quantile(values[[name]], c(0.25, 0.75), type = 7))
}

tables <- list(
  tea = rbind(c(3, 1), c(1, 3)), lopsided = rbind(c(10, 0), c(1, 11)), none = rbind(c(5, 5), c(5, 5)),
  big = rbind(c(310, 190), c(260, 240)),
  types = rbind(c(4, 0), c(2, 1), c(1, 1), c(1, 2)),
  lines = rbind(c(4, 0, 2), c(2, 3, 1), c(5, 5, 1), c(1, 6, 2), c(3, 2, 3)),
  wide = rbind(c(0, 1, 2, 0, 3, 1), c(4, 0, 1, 3, 0, 0), c(1, 1, 0, 0, 2, 5)),
  empty = rbind(c(3, 0, 1), c(1, 0, 4), c(0, 0, 0)))
for (name in names(tables)) {
  say(paste("table", name, nrow(tables[[name]]), ncol(tables[[name]])), t(tables[[name]]))
  say(paste("fisher", name), fisher.test(tables[[name]], workspace = 2e7)$p.value)
}
large <- rbind(c(310, 190, 120, 44), c(260, 240, 99, 71), c(150, 201, 87, 90), c(99, 140, 60, 52))
say("table large 4 4", t(large))
say("chisq large", chisq.test(large, correct = FALSE)$p.value)

groups <- list(
  apart = list(c(58, 61, 83, 120), c(206, 390, 411, 913, 127)),
  ties = list(c(2, 6, 6, 3, 4), c(6, 8, 11, 6, 5, 9)),
  far = list(c(1, 2), c(3, 4)),
  lone = list(7, c(1, 2, 3)),
  many = list(seq(1, 120, 2) + 0.25, seq(30, 150, 2)),
  three = list(c(58, 61, 83), c(206, 390, 411, 913), c(127, 40, 359)),
  tied = list(c(2, 6, 6), c(6, 8, 11, 6), c(5, 9, 2), c(1, 6)))
for (name in names(groups)) {
  parts <- groups[[name]]
  for (i in seq_along(parts)) say(paste("group", name, i), parts[[i]])
  p <- if (length(parts) == 2) wilcox.test(parts[[1]], parts[[2]])$p.value else kruskal.test(parts)$p.value
  say(paste("ranks", name), p)
}
