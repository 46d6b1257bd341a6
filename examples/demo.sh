#!/bin/sh
# From the bundled review folder to a graph that answers: what `make demo` shows. Each command is printed as it would be
# typed, then run. Usage: sh examples/demo.sh DIRECTORY, where DIRECTORY holds the `narragraph` command.
set -eu
PATH="$(cd "$1" && pwd):$PATH"
cd "$(dirname "$0")/.."
review=examples/peer_support
# One line of a table must not wrap because the terminal is narrow, nor hide because there is none.
unset NARRAGRAPH_ENGINE || true

say() { printf '\n%s\n' "$*"; }
run() {
  printf '\n$ narragraph %s\n\n' "$*"
  narragraph "$@"
}

say "1. Build the graph of the bundled review: fourteen studies of peer support work, coded from their abstracts."
run build "$review"

say "2. Every influence: papers that report it, their share with a 95 % interval, and the directions."
run numbers "$review" --status active --format table

say "3. The strongest pairs: influences that the same papers report."
run query co_occurring_pairs --status active --least 3 --format table --folder "$review"

say "   Nearly every pair of a small review co-occurs. Beyond chance, keeping how much each paper reports:"
run numbers pairs "$review" --samples 2000 --format table

say "4. Open one figure down to its passages: who says that role definition helps, and where?"
run query passages_behind --influence-id role-definition --direction facilitator --format table --folder "$review"

say "The graph is one file under $review/.narragraph/graph; deleting it loses nothing. Type next:"
cat <<EOF

  . $1/activate        (once: the shell then knows narragraph)
  narragraph query        (everything you can ask, by name)
  narragraph query settings_of_influence --influence-id training --folder $review
  narragraph numbers frequency $review        (ranks, and how firm they are)
  narragraph query cited_figures --folder $review        (what the seed review printed; never counted)
  narragraph serve $review        (the same answers over HTTP, on this machine only)
  narragraph build examples/synthetic_survey        (a made-up survey beside the same studies: docs/survey.md)
  narragraph init my-review --from my-table.xlsx        (a first review of your own)
EOF
