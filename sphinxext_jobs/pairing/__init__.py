"""What joins the languages of one job; free of Sphinx and docutils."""
