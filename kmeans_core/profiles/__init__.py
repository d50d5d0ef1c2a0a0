"""What each cluster is, in original units and words."""

from kmeans_core.profiles.circles import near, pointed_at, wrapped
from kmeans_core.profiles.descriptions import describe, suggest_names
from kmeans_core.profiles.distributions import Distribution, distribution
from kmeans_core.profiles.idle_columns import idle_columns
from kmeans_core.profiles.known_classes import (
    Agreement,
    Classes,
    Comparison,
    compare_clusterings,
    known_classes,
    possible_classes,
)
from kmeans_core.profiles.number_profiles import STATISTICS, Numbers
from kmeans_core.profiles.profile import Distinction, Profile, contrast, profile
from kmeans_core.profiles.rules import Rule, find_rules
from kmeans_core.profiles.significance import (
    NumberTest,
    PairTest,
    WordTest,
    compare_numbers,
    compare_pairs,
    compare_words,
)
from kmeans_core.profiles.word_profiles import Shares
from kmeans_core.profiles.words_that_tell import TellingWords, marked, telling_words
