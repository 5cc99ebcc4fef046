"""Treasury payments (国库支付): receive a file, load it in the background, match to projects, settle what waits."""
