"""What the learn pages share: the film in the browser, its words, and lecture mode."""
