<?php
/**
 * Plugin Name:       Narrator Player
 * Description:       Plays the narrations that narrator made of your posts: below the headline, with each sentence lit as it is spoken.
 * Version:           0.2.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       narrator-player
 *
 * @package Narrator_Player
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Name of the one option that the plug-in keeps; uninstall.php deletes it. */
const NARRATOR_PLAYER_OPTION = 'narrator_player';

/** Name of the event that sends a post to the studio. */
const NARRATOR_PLAYER_SEND = 'narrator_player_send';

/**
 * Returns the settings, with a value for each.
 *
 * @return array{folder: string, types: string[], click: string, studio: string, token: string, publish: bool} Address of the folder
 *         with the narrations, without a slash at the end; kinds of content that get the player; whether a click on a sentence plays it
 *         (always, started, never); address of a narrator studio that gets new posts, empty for none, and its token; whether the studio
 *         publishes without a review.
 */
function narrator_player_settings() {
	$kept = get_option( NARRATOR_PLAYER_OPTION, array() );
	return wp_parse_args(
		is_array( $kept ) ? $kept : array(),
		array(
			'folder'  => '',
			'types'   => array( 'post' ),
			'click'   => 'always',
			'studio'  => '',
			'token'   => '',
			'publish' => false,
		)
	);
}

/**
 * Returns a web address without a slash at its end; complains where it is none, and returns the one that was kept.
 *
 * @param string $given  What the settings page sent.
 * @param string $name   Name of the setting.
 * @param string $refuse What is said where it is none.
 * @return string Address, or nothing.
 */
function narrator_player_address( $given, $name, $refuse ) {
	$given = rtrim( trim( $given ), '/' );
	$clean = '' === $given ? '' : esc_url_raw( $given, array( 'http', 'https' ) );
	if ( '' !== $given && ( '' === $clean || ! wp_parse_url( $clean, PHP_URL_HOST ) ) ) {
		add_settings_error( NARRATOR_PLAYER_OPTION, 'narrator_player_' . $name, $refuse );
		return narrator_player_settings()[ $name ];
	}
	return $clean;
}

/**
 * Returns the settings as they may be kept; complains where the address is none.
 *
 * @param mixed $given What the settings page sent.
 * @return array Settings.
 */
function narrator_player_checked( $given ) {
	$given  = is_array( $given ) ? $given : array();
	$folder = isset( $given['folder'] ) ? trim( (string) $given['folder'] ) : '';
	$folder = narrator_player_address(
		preg_replace( '#/(embed\.js)?$#', '', $folder ),
		'folder',
		__( 'The address of the narrations is no web address. It looks like https://example.org/listen.', 'narrator-player' )
	);
	$studio = narrator_player_address(
		isset( $given['studio'] ) ? (string) $given['studio'] : '',
		'studio',
		__( 'The address of the studio is no web address. It looks like https://studio.example.org.', 'narrator-player' )
	);
	$types = isset( $given['types'] ) && is_array( $given['types'] ) ? array_map( 'sanitize_key', $given['types'] ) : array();
	$click = isset( $given['click'] ) ? (string) $given['click'] : 'always';
	return array(
		'folder'  => $folder,
		'types'   => array_values( array_intersect( $types, get_post_types( array( 'public' => true ) ) ) ),
		'click'   => in_array( $click, array( 'always', 'started', 'never' ), true ) ? $click : 'always',
		'studio'  => $studio,
		'token'   => isset( $given['token'] ) ? sanitize_text_field( (string) $given['token'] ) : '',
		'publish' => ! empty( $given['publish'] ),
	);
}

/** Adds the loader to the page of one post, where its kind of content has the player. */
function narrator_player_enqueue() {
	$settings = narrator_player_settings();
	if ( '' === $settings['folder'] || ! $settings['types'] || ! is_singular( $settings['types'] ) ) {
		return;
	}
	// Without a version: the file is that of the published folder, not one of this plug-in.
	wp_enqueue_script( 'narrator-player', $settings['folder'] . '/embed.js', array(), null, true ); // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
}
add_action( 'wp_enqueue_scripts', 'narrator_player_enqueue' );

/**
 * Returns the loader's tag with `async` and its setting. Plug-ins that delay or join scripts are asked to leave it alone.
 *
 * @param string $tag    The tag as WordPress wrote it.
 * @param string $handle Name of the script.
 * @return string Tag.
 */
function narrator_player_tag( $tag, $handle ) {
	if ( 'narrator-player' !== $handle ) {
		return $tag;
	}
	$click = narrator_player_settings()['click'];
	$more  = 'always' === $click ? '' : ' data-click="' . esc_attr( $click ) . '"';
	return str_replace( '<script ', '<script async data-no-optimize="1" data-cfasync="false"' . $more . ' ', $tag );
}
add_filter( 'script_loader_tag', 'narrator_player_tag', 10, 2 );

/**
 * Notes a post that has just been published, so that it is sent to the studio in a moment: an editor does not wait for it.
 *
 * @param string  $now    State now.
 * @param string  $before State before.
 * @param WP_Post $post   Post.
 */
function narrator_player_published( $now, $before, $post ) {
	$settings = narrator_player_settings();
	$is_new   = 'publish' === $now && 'publish' !== $before;
	if ( $is_new && '' !== $settings['studio'] && '' !== $settings['token'] && in_array( $post->post_type, $settings['types'], true ) ) {
		wp_schedule_single_event( time(), NARRATOR_PLAYER_SEND, array( $post->ID, 1 ) );
	}
}
add_action( 'transition_post_status', 'narrator_player_published', 10, 3 );

/**
 * Sends a post's address to the studio; five tries, each four times as long after the one before.
 *
 * @param int $id  Post.
 * @param int $try Number of the try, from 1.
 */
function narrator_player_send( $id, $try ) {
	$settings = narrator_player_settings();
	if ( 'publish' !== get_post_status( $id ) || '' === $settings['studio'] || '' === $settings['token'] ) {
		return;
	}
	$answer = wp_remote_post(
		$settings['studio'] . '/api/v1/narrations',
		array(
			'timeout' => 20,
			'headers' => array(
				'Authorization'   => 'Bearer ' . $settings['token'],
				'Content-Type'    => 'application/json',
				'Idempotency-Key' => 'wordpress-' . get_current_blog_id() . '-' . $id,
			),
			'body'    => wp_json_encode(
				array(
					'url'     => get_permalink( $id ),
					'publish' => $settings['publish'],
				)
			),
		)
	);
	$code   = (int) wp_remote_retrieve_response_code( $answer );
	if ( $try < 5 && ( is_wp_error( $answer ) || 429 === $code || $code >= 500 ) ) {
		wp_schedule_single_event( time() + 15 * 4 ** $try, NARRATOR_PLAYER_SEND, array( $id, $try + 1 ) );
	}
}
add_action( NARRATOR_PLAYER_SEND, 'narrator_player_send', 10, 2 );

/**
 * Returns the place of the player: the shortcode [narrator].
 *
 * @return string HTML.
 */
function narrator_player_shortcode() {
	return '<div data-narrator></div>';
}
add_shortcode( 'narrator', 'narrator_player_shortcode' );

/** Registers the settings. */
function narrator_player_register() {
	register_setting(
		'narrator_player',
		NARRATOR_PLAYER_OPTION,
		array(
			'type'              => 'array',
			'sanitize_callback' => 'narrator_player_checked',
			'default'           => array(),
		)
	);
}
add_action( 'admin_init', 'narrator_player_register' );

/** Adds the page below Settings. */
function narrator_player_menu() {
	add_options_page(
		__( 'Narrator Player', 'narrator-player' ),
		__( 'Narrator Player', 'narrator-player' ),
		'manage_options',
		'narrator-player',
		'narrator_player_page'
	);
}
add_action( 'admin_menu', 'narrator_player_menu' );

/**
 * Returns the links of the plug-in in the list of plug-ins, with that to its settings.
 *
 * @param string[] $links Links that are there.
 * @return string[] Links.
 */
function narrator_player_links( $links ) {
	$address = admin_url( 'options-general.php?page=narrator-player' );
	array_unshift( $links, '<a href="' . esc_url( $address ) . '">' . esc_html__( 'Settings', 'narrator-player' ) . '</a>' );
	return $links;
}
add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), 'narrator_player_links' );

/**
 * Writes one setting that is a line of text.
 *
 * @param string $name  Name of the setting.
 * @param string $type  Type of the input: url or password.
 * @param string $label What stands beside it.
 * @param string $shape What it looks like, shown while it is empty.
 * @param string $more  What stands below it.
 */
function narrator_player_row( $name, $type, $label, $shape, $more ) {
	?>
	<tr>
		<th scope="row"><label for="narrator-<?php echo esc_attr( $name ); ?>"><?php echo esc_html( $label ); ?></label></th>
		<td>
			<input id="narrator-<?php echo esc_attr( $name ); ?>" class="regular-text code" type="<?php echo esc_attr( $type ); ?>" autocomplete="off"
				name="narrator_player[<?php echo esc_attr( $name ); ?>]" value="<?php echo esc_attr( narrator_player_settings()[ $name ] ); ?>"
				placeholder="<?php echo esc_attr( $shape ); ?>" aria-describedby="narrator-<?php echo esc_attr( $name ); ?>-more">
			<p class="description" id="narrator-<?php echo esc_attr( $name ); ?>-more"><?php echo esc_html( $more ); ?></p>
		</td>
	</tr>
	<?php
}

/** Writes the settings page. */
function narrator_player_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$settings = narrator_player_settings();
	$clicks   = array(
		'always'  => __( 'A click on a sentence plays from there', 'narrator-player' ),
		'started' => __( 'Only once the reader has pressed "Listen"', 'narrator-player' ),
		'never'   => __( 'A click on a sentence does nothing', 'narrator-player' ),
	);
	?>
	<div class="wrap">
		<h1><?php echo esc_html( get_admin_page_title() ); ?></h1>
		<form action="options.php" method="post">
			<?php settings_fields( 'narrator_player' ); ?>
			<table class="form-table" role="presentation">
				<?php
				narrator_player_row(
					'folder',
					'url',
					__( 'Address of the narrations', 'narrator-player' ),
					'https://example.org/listen',
					__( 'Where the folder is served that "narrator publish" wrote: the value of --base-url. Posts without a narration stay as they are.', 'narrator-player' )
				);
				?>
				<tr>
					<th scope="row"><?php esc_html_e( 'Shown on', 'narrator-player' ); ?></th>
					<td>
						<fieldset>
							<legend class="screen-reader-text"><?php esc_html_e( 'Shown on', 'narrator-player' ); ?></legend>
							<?php foreach ( get_post_types( array( 'public' => true ), 'objects' ) as $type ) : ?>
								<label>
									<input type="checkbox" name="narrator_player[types][]" value="<?php echo esc_attr( $type->name ); ?>"
										<?php checked( in_array( $type->name, $settings['types'], true ) ); ?>>
									<?php echo esc_html( $type->labels->name ); ?>
								</label><br>
							<?php endforeach; ?>
						</fieldset>
					</td>
				</tr>
				<tr>
					<th scope="row"><label for="narrator-click"><?php esc_html_e( 'Clicks', 'narrator-player' ); ?></label></th>
					<td>
						<select id="narrator-click" name="narrator_player[click]">
							<?php foreach ( $clicks as $value => $label ) : ?>
								<option value="<?php echo esc_attr( $value ); ?>" <?php selected( $settings['click'], $value ); ?>><?php echo esc_html( $label ); ?></option>
							<?php endforeach; ?>
						</select>
					</td>
				</tr>
				<?php
				narrator_player_row(
					'studio',
					'url',
					__( 'Address of a narrator studio', 'narrator-player' ),
					'https://studio.example.org',
					__( 'It gets the address of each new post, to narrate it. Leave it empty where you narrate otherwise.', 'narrator-player' )
				);
				narrator_player_row(
					'token',
					'password',
					__( 'Token of the studio', 'narrator-player' ),
					'',
					__( 'From "narrator studio --new-token wordpress --scope write".', 'narrator-player' )
				);
				?>
				<tr>
					<th scope="row"><?php esc_html_e( 'Review', 'narrator-player' ); ?></th>
					<td>
						<label>
							<input type="checkbox" name="narrator_player[publish]" value="1" <?php checked( $settings['publish'] ); ?>>
							<?php esc_html_e( 'Publish without a review, unless something is doubtful', 'narrator-player' ); ?>
						</label>
					</td>
				</tr>
			</table>
			<p><?php echo wp_kses( __( 'The player stands below the headline. The shortcode <code>[narrator]</code> puts it elsewhere.', 'narrator-player' ), array( 'code' => array() ) ); ?></p>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}
