document.title = 'Trustpilot review';
